"""Where the module of a kind is.

A kind that users can parametrise is a module of ``contentlint.kinds`` with its name; the check of
a rule is one of ``contentlint.checks.<family>`` with the rule's name. ``MOVED`` has the kinds
whose stanzas still use the name from before that was so.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MOVED = {
    "acronym": "checks.consistency.acronym_expansion_mismatch",
    "ad-label": "checks.residue.advertisement_label",
    "adjacent-blocks": "checks.structure.blocks_not_separated",
    "after-source": "checks.structure.text_after_source",
    "alt-text": "checks.images.alt_equals_caption",
    "altered-slug": "checks.sources.slug_token_outlier",
    "bidi-control": "checks.bidi.bidi_control",
    "bidi-embedding": "checks.bidi.bidi_embedding",
    "blank-lines": "checks.structure.blank_lines",
    "both-scripts": "checks.consistency.latin_name_both_scripts",
    "bracket-space": "checks.punctuation.space_inside_brackets",
    "brackets": "checks.bidi.unbalanced_brackets",
    "broken-url": "checks.sources.whitespace_in_url",
    "byte-order-mark": "checks.encoding.byte_order_mark",
    "caption-set": "checks.captions.caption_set",
    "caption-text": "checks.captions.caption_text",
    "chrome-line": "checks.residue.chrome_line",
    "comment-widget": "checks.residue.comment_widget",
    "compatibility": "checks.encoding.compatibility_character",
    "credit-label": "checks.captions.caption_credit_label_inconsistent",
    "date-style": "checks.numbers.inconsistent_date_format",
    "dated": "checks.numbers.dated",
    "descending-range": "checks.numbers.descending_range",
    "detached-waw": "checks.punctuation.detached_waw",
    "digit-grouping": "checks.numbers.inconsistent_grouping",
    "digit-script": "checks.numbers.wrong_digit_script",
    "digit-systems": "checks.numbers.mixed_digit_systems",
    "doubled-alt": "checks.images.doubled_alt",
    "doubled-word": "checks.duplicates.doubled_word",
    "duplicate-paragraph": "checks.duplicates.duplicate_paragraph",
    "duplicate-sentence": "checks.duplicates.duplicate_sentence",
    "ellipsis": "checks.punctuation.ellipsis_style",
    "elongation": "checks.orthography.letter_elongation",
    "emphasis": "checks.structure.emphasis",
    "empty-heading": "checks.structure.empty_heading",
    "empty-link": "checks.sources.empty_link",
    "empty-list-item": "checks.residue.empty_list_item",
    "empty-section": "checks.residue.empty_section",
    "ending": "checks.structure.truncated_last_paragraph",
    "entity": "checks.encoding.html_entity",
    "escaped-text": "checks.encoding.escaped_unicode_residue",
    "excess-duplication": "checks.duplicates.excess_duplication",
    "figure-sequence": "checks.images.figure_sequence",
    "final-heh": "checks.orthography.heh_for_teh_marbuta",
    "final-letter": "checks.orthography.final_letter_inside_word",
    "final-newline": "checks.structure.missing_final_newline",
    "foreign-letter": "checks.encoding.foreign_letter",
    "foreign-mark": "checks.punctuation.foreign_mark",
    "foreign-paragraph": "checks.residue.untranslated_segment",
    "front-matter": "checks.structure.front_matter_invalid",
    "full-stop": "checks.punctuation.urdu_full_stop",
    "glued-bracket": "checks.punctuation.missing_space_around_brackets",
    "glued-caption": "checks.captions.caption_glued_to_body",
    "glued-sentences": "checks.structure.glued_sentences",
    "half-space": "checks.orthography.persian_half_space",
    "heading-end": "checks.punctuation.heading_punctuation",
    "html-tag": "checks.residue.html_tag_residue",
    "image": "checks.images.image",
    "image-source": "checks.images.image_source",
    "impossible-date": "checks.numbers.impossible_date",
    "indentation": "checks.structure.leading_blank_or_indent",
    "insecure-http": "checks.sources.insecure_http",
    "invisible-before-markup": "checks.encoding.invisible_before_markup",
    "invisible-in-url": "checks.sources.invisible_char_in_url",
    "language-mismatch": "checks.structure.language_mismatch",
    "latin-mark": "checks.punctuation.latin_punctuation_in_arabic",
    "leftover-token": "checks.residue.leftover_token",
    "legal-notice": "checks.residue.consent_legal_boilerplate",
    "line-ends": "checks.encoding.mixed_line_endings",
    "line-shape": "checks.structure.line_shape",
    "line-space": "checks.structure.line_space",
    "line-start": "checks.punctuation.punctuation_at_line_start",
    "link-text-host": "checks.sources.link_text_mismatch",
    "local-image": "checks.images.broken_local_image",
    "localized-url": "checks.sources.localized_url",
    "malformed-credit": "checks.captions.caption_credit_malformed",
    "malformed-url": "checks.sources.malformed_url",
    "mark-for-joiner": "checks.bidi.directional_mark_for_zwnj",
    "mark-sequence": "checks.encoding.broken_mark_sequence",
    "misplaced-sign": "checks.bidi.neutral_on_wrong_side",
    "missing-source": "checks.sources.missing_source_line",
    "missing-title": "checks.structure.missing_title",
    "misspelling": "checks.orthography.misspelling",
    "mixed-number": "checks.numbers.mixed_digits_in_number",
    "mixed-script": "checks.encoding.mixed_script_word",
    "mojibake": "checks.encoding.mojibake",
    "month-family": "checks.numbers.mixed_month_family",
    "name-variant": "checks.consistency.name_variant",
    "near-duplicate": "checks.duplicates.near_duplicate_paragraph",
    "no-break-space": "checks.encoding.no_break_space",
    "not-nfc": "checks.encoding.not_nfc",
    "number-separator": "checks.numbers.separator_mismatch",
    "numeral-style": "checks.consistency.numeral_style",
    "opening": "checks.structure.starts_mid_text",
    "outline": "checks.structure.outline",
    "overlong": "checks.structure.overlong_sentence",
    "paragraph-direction": "checks.bidi.paragraph_direction",
    "percent-encoding": "checks.sources.bad_percent_encoding",
    "percent-sign": "checks.numbers.percent_before_number",
    "pipe-row": "checks.images.pipe_row",
    "pipe-table": "checks.tables.pipe_table",
    "presentation-form": "checks.encoding.presentation_form",
    "private-url": "checks.sources.local_url",
    "prose-length": "checks.structure.prose_length",
    "pseudo-heading": "checks.structure.pseudo_heading",
    "pull-quote": "checks.duplicates.pull_quote_duplicate",
    "quote-style": "checks.punctuation.quote_style",
    "ragged-row": "checks.tables.ragged_row",
    "read-more": "checks.residue.read_more_link",
    "redundant-mark": "checks.bidi.redundant_directional_mark",
    "relative-date": "checks.numbers.relative_date",
    "reordered-number": "checks.bidi.reordered_number",
    "repeated-image": "checks.images.duplicate_image",
    "repeated-line": "checks.duplicates.repeated_short_line",
    "repeated-mark": "checks.punctuation.repeated_punctuation",
    "repeated-opener": "checks.consistency.repeated_connector",
    "repetition-loop": "checks.duplicates.repetition_loop",
    "replacement-character": "checks.encoding.replacement_character",
    "respelled-paragraph": "checks.duplicates.duplicate_paragraph_normalized",
    "reversed-arabic": "checks.encoding.reversed_arabic",
    "reversed-brackets": "checks.bidi.reversed_bracket_pair",
    "running-text": "checks.structure.low_terminal_punctuation",
    "same-article": "checks.duplicates.duplicate_article",
    "scattered-table": "checks.tables.one_cell_a_line_table",
    "separator-line": "checks.residue.separator_junk",
    "share-widget": "checks.residue.share_follow_widget",
    "soft-hyphen": "checks.encoding.soft_hyphen",
    "source-line": "checks.sources.source_line",
    "space-after-mark": "checks.punctuation.missing_space_after_punctuation",
    "space-before-mark": "checks.punctuation.space_before_punctuation",
    "spaced-link": "checks.sources.space_in_link_syntax",
    "spelling-variant": "checks.consistency.spelling_variant",
    "srcset-source": "checks.images.srcset_as_source",
    "stray-character": "checks.bidi.stray_character",
    "stray-pipe": "checks.tables.stray_trailing_pipe",
    "suppression": "engine.suppress",
    "suspicious-host": "checks.sources.suspicious_host",
    "table-cells": "checks.tables.table_cells",
    "table-header": "checks.tables.header_delimiter_mismatch",
    "tanwin": "checks.orthography.tanwin_placement_inconsistent",
    "tashkeel": "checks.orthography.tashkeel_inconsistent",
    "tatweel": "checks.orthography.tatweel",
    "title-in-body": "checks.duplicates.title_repeated_in_body",
    "tracking-parameters": "checks.sources.tracking_parameters",
    "truncated-url": "checks.sources.truncated_url",
    "unassigned": "checks.encoding.private_use_or_unassigned",
    "uncaptioned-image": "checks.images.image_without_caption",
    "unclosed-fence": "checks.structure.unclosed_code_fence",
    "undecodable": "checks.encoding.invalid_utf8",
    "unpaired-quote": "checks.punctuation.unbalanced_quotes",
    "url-end": "checks.sources.url_trailing_punctuation",
    "width": "checks.punctuation.fullwidth_mismatch",
    "wiki-mark": "checks.residue.wiki_residue",
    "word-length": "checks.structure.overlong_token",
    "zero-width": "checks.encoding.zero_width_character",
}
"""Kind to module, both without ``contentlint.``."""


def place(kind: str) -> str:
    """The module of a kind, with hyphens or underscores; ``""``: there is none."""
    moved = MOVED.get(kind.replace("_", "-"))
    if moved is not None:
        return f"contentlint.{moved}"
    name = kind.replace("-", "_")
    for folder in _folders():
        if os.path.exists(os.path.join(_PACKAGE, folder, name + ".py")):
            return f"contentlint.{folder.replace(os.sep, '.')}.{name}"
    return ""


def names() -> list[str]:
    """All kinds, not sorted; a module of ``MOVED`` only by its kind."""
    moved = set(MOVED.values())
    found = [*MOVED]
    for folder in _folders():
        for entry in os.listdir(os.path.join(_PACKAGE, folder)):
            name = entry.removesuffix(".py")
            if name != entry and name[0] != "_":
                if f"{folder.replace(os.sep, '.')}.{name}" not in moved:
                    found.append(name.replace("_", "-"))
    return found


def _folders() -> Iterator[str]:
    yield "kinds"
    checks = os.path.join(_PACKAGE, "checks")
    for name in sorted(os.listdir(checks)):
        if name[0] != "_" and os.path.isdir(os.path.join(checks, name)):
            yield os.path.join("checks", name)
