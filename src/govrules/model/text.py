"""A text in one or two languages."""

from collections.abc import Mapping

from govrules.declaring import frozen


@frozen
class Text:
    """A title or gloss; where a language is missing the other stands in for it."""

    zh: str | None = None
    en: str | None = None

    def text(self, lang: str) -> str:
        """The text in `lang` (`en` or `zh`), else in the other language.

        >>> Text(zh="受理").text("en")
        '受理'
        """
        chosen = (self.zh, self.en) if lang == "zh" else (self.en, self.zh)
        return next((each for each in chosen if each), "")

    @classmethod
    def of(cls, value: "str | Mapping[str, str] | Text") -> "Text":
        """A text from a plain string (taken for both languages) or from `{zh: ..., en: ...}`."""
        if isinstance(value, Text):
            return value
        if isinstance(value, str):
            return cls(zh=value, en=value)
        return cls(zh=value.get("zh"), en=value.get("en"))

    def __bool__(self) -> bool:
        return bool(self.zh or self.en)
