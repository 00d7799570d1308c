"""The form by which a file comes in."""

from flask_babel import lazy_gettext
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, StringField
from wtforms.validators import Length, Optional

from rumah_inovasi.catalogue.upload_actions import LONGEST_CAPTION
from rumah_inovasi.web.forms import BaseForm


class UploadForm(BaseForm):
    """A file, what it shows, and that nobody to be protected can be recognised in it."""

    file = FileField(
        lazy_gettext("Berkas"),
        validators=[FileRequired(lazy_gettext("Pilih berkasnya dahulu."))],
        description=lazy_gettext("PDF, DOCX, XLSX, PPTX, JPG, PNG, atau WebP, paling besar 25 MiB."),
    )
    caption = StringField(
        lazy_gettext("Keterangan"),
        validators=[Optional(), Length(max=LONGEST_CAPTION)],
        description=lazy_gettext("Apa yang terlihat atau tertulis di dalamnya; dibacakan kepada yang tidak melihat."),
    )
    harmless = BooleanField(
        lazy_gettext("Tidak menampakkan anak atau pasien yang dapat dikenali, atau persetujuannya ada"),
        description=lazy_gettext("Wajib dicentang untuk gambar."),
    )


class MaterialForm(UploadForm):
    """The same for a text that does not show its files: each is listed by its title."""

    caption = StringField(
        lazy_gettext("Judul bahan"),
        validators=[Optional(), Length(max=LONGEST_CAPTION)],
        description=lazy_gettext("Dibaca orang sebagai nama tautannya; tanpa judul, nama berkasnya yang tampil."),
    )
