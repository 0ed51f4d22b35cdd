"""The inside of a rich_text block."""

from sandbox.slack.limits.schema import Flag, Int, Many, OneOf, Shape, Spec, Str

_STYLE = Shape(
    {
        name: Flag()
        for name in (
            "bold",
            "italic",
            "strike",
            "code",
            "underline",
            "highlight",
            "client_highlight",
            "unlink",
        )
    }
)


def _inline(required: tuple[str, ...], **fields: Spec) -> Shape:
    return Shape({"style": _STYLE, **fields}, required)


INLINE: dict[str, Shape] = {
    "text": _inline(("text",), text=Str(4000)),
    "link": _inline(("url",), url=Str(3000), text=Str(4000, 0), unsafe=Flag()),
    "emoji": _inline(("name",), name=Str(255), unicode=Str(255), skin_tone=Int(1, 6)),
    "user": _inline(("user_id",), user_id=Str(255)),
    "usergroup": _inline(("usergroup_id",), usergroup_id=Str(255)),
    "channel": _inline(("channel_id",), channel_id=Str(255)),
    "broadcast": _inline(("range",), range=Str(20, choices=("here", "channel", "everyone"))),
    "color": _inline(("value",), value=Str(20)),
    "date": _inline(
        ("timestamp", "format"),
        timestamp=Int(0, 99_999_999_999),
        format=Str(255),
        url=Str(3000),
        fallback=Str(255),
    ),
}
_INLINES = Many(OneOf(INLINE), 0, 1000)
_BORDER = Int(0, 1)
SECTION = Shape({"elements": _INLINES}, ("elements",))

PARTS: dict[str, Shape] = {
    "rich_text_section": SECTION,
    "rich_text_preformatted": Shape(
        {"elements": _INLINES, "border": _BORDER, "language": Str(50)}, ("elements",)
    ),
    "rich_text_quote": Shape({"elements": _INLINES, "border": _BORDER}, ("elements",)),
    "rich_text_list": Shape(
        {
            "style": Str(20, choices=("bullet", "ordered")),
            "elements": Many(OneOf({"rich_text_section": SECTION}), 1, 1000),
            "indent": Int(0, 8),
            "offset": Int(0, 100_000),
            "border": _BORDER,
        },
        ("style", "elements"),
    ),
}
