"""Cuts the subset that queries are judged by out of Linear's whole schema.

Run: python tests/linear_schema/generate.py SCHEMA.graphql

Kept are the types named in kept.txt with every field whose type is kept, a scalar or an enum.
Names, arguments and nullability stay, descriptions and deprecations go.
"""

import sys
from pathlib import Path

from graphql import (
    EnumTypeDefinitionNode,
    FieldDefinitionNode,
    InputObjectTypeDefinitionNode,
    InputValueDefinitionNode,
    InterfaceTypeDefinitionNode,
    ObjectTypeDefinitionNode,
    ScalarTypeDefinitionNode,
    TypeDefinitionNode,
    TypeNode,
    parse,
    print_ast,
)
from graphql.language import ListTypeNode, NamedTypeNode, NonNullTypeNode

KEPT = frozenset(Path(__file__).with_name("kept.txt").read_text("utf-8").split())
QUERIES = frozenset(
    {
        "comment", "issue", "issueLabels", "issues", "organization", "project", "projectMilestones",
        "projects", "projectUpdates", "rateLimitStatus", "releases", "team", "teams", "user",
        "users", "viewer", "webhooks", "workflowStates",
    }
)  # fmt: skip
MUTATIONS = frozenset(
    {
        "attachmentCreate", "attachmentLinkSlack", "commentCreate", "issueAddLabel",
        "issueRelationCreate", "issueRemoveLabel", "issueUpdate", "webhookCreate",
    }
)  # fmt: skip
ROOTS = {"Query": QUERIES, "Mutation": MUTATIONS}
BUILT_IN = frozenset({"Boolean", "Float", "ID", "Int", "String"})
TARGET = Path(__file__).with_name("linear.graphql")
NOTICE = Path(__file__).with_name("NOTICE")

Composite = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode


def cut(whole: str) -> str:
    """Return the subset as SDL. Raises KeyError where a kept type is not in the whole schema."""
    types = {
        node.name.value: node
        for node in parse(whole, no_location=True).definitions
        if isinstance(node, TypeDefinitionNode)
    }
    leaves = {
        name
        for name, node in types.items()
        if isinstance(node, ScalarTypeDefinitionNode | EnumTypeDefinitionNode)
    }
    known = KEPT | leaves | BUILT_IN
    kept = [_kept(types[name], known) for name in sorted(KEPT)]
    used = {named(t) for node in kept for t in _types_in(node)} & leaves
    parts = [*kept, *(_bare(types[name]) for name in sorted(used))]
    return "\n\n".join(print_ast(node) for node in parts) + "\n"


def named(node: TypeNode) -> str:
    while isinstance(node, ListTypeNode | NonNullTypeNode):
        node = node.type
    if not isinstance(node, NamedTypeNode):
        msg = f"{node.kind} is no type"
        raise TypeError(msg)
    return node.name.value


def _kept(node: TypeDefinitionNode, known: frozenset[str]) -> TypeDefinitionNode:
    if isinstance(node, InputObjectTypeDefinitionNode):
        fields = tuple(_value(one) for one in node.fields or () if named(one.type) in known)
        return InputObjectTypeDefinitionNode(name=node.name, fields=fields)
    if not isinstance(node, Composite):
        msg = f"{node.name.value} has no fields"
        raise TypeError(msg)
    wanted = ROOTS.get(node.name.value)
    kept = tuple(
        _field(one, known)
        for one in node.fields or ()
        if named(one.type) in known and (wanted is None or one.name.value in wanted)
    )
    interfaces = tuple(one for one in node.interfaces or () if one.name.value in known)
    return type(node)(name=node.name, interfaces=interfaces, fields=kept)


def _field(node: FieldDefinitionNode, known: frozenset[str]) -> FieldDefinitionNode:
    arguments = tuple(_value(one) for one in node.arguments or () if named(one.type) in known)
    return FieldDefinitionNode(name=node.name, arguments=arguments, type=node.type)


def _value(node: InputValueDefinitionNode) -> InputValueDefinitionNode:
    return InputValueDefinitionNode(
        name=node.name, type=node.type, default_value=node.default_value
    )


def _bare(node: TypeDefinitionNode) -> TypeDefinitionNode:
    if isinstance(node, EnumTypeDefinitionNode):
        values = tuple(type(one)(name=one.name) for one in node.values or ())
        return EnumTypeDefinitionNode(name=node.name, values=values)
    return ScalarTypeDefinitionNode(name=node.name)


def _types_in(node: TypeDefinitionNode) -> list[TypeNode]:
    if isinstance(node, InputObjectTypeDefinitionNode):
        return [one.type for one in node.fields or ()]
    if not isinstance(node, Composite):
        return []
    fields = node.fields or ()
    return [
        *(one.type for one in fields),
        *(argument.type for one in fields for argument in one.arguments or ()),
    ]


def generated(whole: str) -> str:
    """Return the text of the subset's file: the notice, then the types."""
    lines = NOTICE.read_text("utf-8").splitlines()
    notice = "".join(f"# {line}".rstrip() + "\n" for line in lines)
    return f"{notice}\n{cut(whole)}"


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        sys.stderr.write(f"{__doc__}\n")
        return 64
    TARGET.write_text(generated(Path(arguments[0]).read_text("utf-8")), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
