"""Markup: the one door from text that people typed to HTML that a page may show.

Words: a *text* is Markdown as its author wrote it; a *source* is a text after normalising (one kind of line end, no
control characters); *HTML* here always means the safe result; a *heading* has an *anchor*, the id that a table
of contents points to; the *version* tells which rules made the HTML, so that older HTML can be made again.

Reading order: `rendered` (what comes out) → `render` (the way from text to HTML in one function) → `source`
(what is refused before work begins) → `allowed`, `addresses` (which tags, classes and addresses may pass) →
`sanitise` (the cleaner) → `check` (the wall behind it) → `words` (what counts as a word) → `worker`, `client`,
`wire` (the same function in a process that may be killed) → `errors`.

Web pages and commands use `client.Renderer`, never `render` itself: a small hostile text can keep Markdown busy
for minutes. Only this folder imports markdown and bleach, and only `sanitise` imports bleach.
"""
