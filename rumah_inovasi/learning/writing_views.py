"""The pages for writing and review, serving workshops."""

from rumah_inovasi.catalogue.review_views import ReviewPages
from rumah_inovasi.catalogue.upload_views import UploadPages
from rumah_inovasi.catalogue.writing_views import WritingPages
from rumah_inovasi.learning.workshop_kind import WORKSHOPS

BLUEPRINTS = (
    WritingPages(WORKSHOPS).blueprint("workshop_writing"),
    UploadPages(WORKSHOPS).blueprint("workshop_uploads"),
    ReviewPages(WORKSHOPS).blueprint("workshop_review"),
)
