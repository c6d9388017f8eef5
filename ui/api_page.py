"""The page in Swedish about the API, made from its OpenAPI description: it cannot say anything else than that does."""

from __future__ import annotations

from typing import Any, Final

from ui import texts
from ui.markup import element, escape
from ui.shell import whole_page

_EXAMPLE: Final = (
    "curl -s -X POST http://127.0.0.1:7860{base}/ask \\\n"
    '  -H "Content-Type: application/json" \\\n'
    '  -d \'{{"question": "När ska vi söka aktivitetsstöd i Nora?"}}\''
)
_WORDS: Final = {
    "string": "text",
    "integer": "heltal",
    "number": "tal",
    "boolean": "true eller false",
    "null": "null",
    "object": "objekt",
}

Schema = dict[str, Any]


def api_page(openapi: Schema, base: str) -> str:
    """A whole HTML document."""
    schemas = openapi["components"]["schemas"]
    routes = [
        _route(f"{base}{path}", method, operation)
        for path, methods in openapi["paths"].items()
        for method, operation in methods.items()
    ]
    shown = [name for name in schemas if name.endswith(("In", "Out"))]
    errors = (element("li", escape(f"{code}: {words}")) for code, words in texts.API_ERRORS.items())
    return whole_page(
        texts.API_TITLE,
        element("h1", texts.API_TITLE),
        *(element("p", escape(words)) for words in texts.API_INTRO.split("\n")),
        element("p", element("a", texts.API_OPENAPI, attributes=f'href="{base}/openapi.json"')),
        element("h2", texts.API_EXAMPLE),
        _code(_EXAMPLE.format(base=base)),
        element("h2", texts.API_ROUTES),
        *routes,
        element("h2", texts.API_FAULTS),
        element("ul", *errors),
        element("h2", texts.API_FIELDS),
        *(_fields(name, schemas[name]) for name in shown),
    )


def _route(path: str, method: str, operation: Schema) -> str:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    reply = operation["responses"]["200"]["content"]["application/json"]["schema"]
    sent = element("p", f"{texts.API_SEND}: ", _type(body)) if body else ""
    got = element("p", f"{texts.API_GET}: ", _type(reply))
    heading = element("h3", element("code", escape(f"{method.upper()} {path}")))
    return heading + element("p", escape(operation["summary"])) + sent + got


def _fields(name: str, schema: Schema) -> str:
    heading = element("h3", escape(name), attributes=f'id="{name}"')
    rows = (
        element(
            "tr",
            element("th", element("code", escape(field)), attributes='scope="row"'),
            element("td", _type(given) + (f" ({texts.API_REQUIRED})" if _must(name, field, schema) else "")),
            element("td", escape(given.get("description", ""))),
        )
        for field, given in schema["properties"].items()
    )
    heads = (element("th", words, attributes='scope="col"') for words in texts.API_COLUMNS)
    table = element("table", element("thead", element("tr", *heads)), element("tbody", *rows))
    wrapped = element("div", table, css="tabell", attributes=f'tabindex="0" role="region" aria-label="{escape(name)}"')
    return heading + element("p", escape(schema.get("description", ""))) + wrapped


def _must(name: str, field: str, schema: Schema) -> bool:
    return name.endswith("In") and field in schema.get("required", ())


def _type(schema: Schema) -> str:
    """What kind of value it is, in words, with a link when it has fields of its own."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return element("a", escape(name), attributes=f'href="#{name}"')
    if "enum" in schema:
        return escape(texts.or_list(schema["enum"]))
    if choices := schema.get("anyOf") or schema.get("allOf"):
        return f" {texts.OR} ".join(_type(choice) for choice in choices)
    if schema.get("type") == "array":
        return f"{texts.API_LIST_OF} {_type(schema.get('items', {}))}"
    return escape(_WORDS.get(schema.get("type", ""), ""))


def _code(text: str) -> str:
    return element(
        "pre", element("code", "\n".join(escape(line).replace("  ", "&#32;&#32;") for line in text.splitlines()))
    )
