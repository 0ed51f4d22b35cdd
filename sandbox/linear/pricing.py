"""Prices a query by Linear's published rule: 0.1 a property, 1 an object, times the page size.

https://linear.app/developers/rate-limiting
"""

import math
from collections.abc import Mapping

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
    get_named_type,
)

from sandbox.linear.pages import DEFAULT

MOST_POINTS = 10_000
_PROPERTY = 0.1

Fields = GraphQLObjectType | GraphQLInterfaceType


class Pricing:
    """``variables`` hold the operation's defaults already."""

    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, object]
    ) -> None:
        self._schema = schema
        self._variables = variables
        self._fragments = {
            node.name.value: node
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }

    def points(self, operation: OperationDefinitionNode) -> int:
        query = operation.operation is OperationType.QUERY
        root = self._schema.query_type if query else self._schema.mutation_type
        if root is None:
            return 0
        return math.ceil(round(self._selection(operation.selection_set, root), 6))

    def _selection(self, selections: SelectionSetNode, parent: Fields) -> float:
        total = 0.0
        for node in selections.selections:
            if isinstance(node, FieldNode):
                total += self._field(node, parent)
            elif isinstance(node, FragmentSpreadNode):
                total += self._selection(self._fragments[node.name.value].selection_set, parent)
            elif isinstance(node, InlineFragmentNode):
                total += self._selection(node.selection_set, parent)
        return total

    def _field(self, node: FieldNode, parent: Fields) -> float:
        if node.selection_set is None or node.name.value.startswith("__"):
            return _PROPERTY
        kind = get_named_type(parent.fields[node.name.value].type)
        if not isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            return _PROPERTY
        size = self._size(node) if kind.name.endswith("Connection") else 1
        return 1 + size * self._selection(node.selection_set, kind)

    def _size(self, node: FieldNode) -> int:
        for argument in node.arguments or ():
            if argument.name.value not in {"first", "last"}:
                continue
            if isinstance(argument.value, IntValueNode):
                return int(argument.value.value)
            if isinstance(argument.value, VariableNode):
                given = self._variables.get(argument.value.name.value)
                if isinstance(given, int):
                    return given
        return DEFAULT
