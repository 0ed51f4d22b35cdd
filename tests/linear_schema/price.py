"""The price of a query by Linear's published rule, on the strict side, for tests alone.

0.1 for a property, 1 for an object, and a connection multiplies everything in it by its page size
(50 where none is given). https://linear.app/developers/rate-limiting
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    IntValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
    get_named_type,
)


def price(schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, int]) -> int:
    """Points of the document's one operation."""
    operation, *others = document.definitions
    assert isinstance(operation, OperationDefinitionNode)
    fragments = {one.name.value: one for one in others if isinstance(one, FragmentDefinitionNode)}
    assert len(fragments) == len(others)
    defaults = {
        node.variable.name.value: int(node.default_value.value)
        for node in operation.variable_definitions or ()
        if isinstance(node.default_value, IntValueNode)
    }
    is_query = operation.operation is OperationType.QUERY
    root = schema.query_type if is_query else schema.mutation_type
    assert root is not None
    total = _Pricing(schema, fragments, {**defaults, **variables}).inside(
        operation.selection_set, root
    )
    return math.ceil(round(total, 6))


@dataclass(frozen=True)
class _Pricing:
    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    sizes: Mapping[str, int]

    def inside(self, selections: SelectionSetNode, parent: GraphQLNamedType) -> float:
        total = 0.0
        for node in selections.selections:
            assert isinstance(parent, GraphQLObjectType)
            if isinstance(node, FragmentSpreadNode):
                total += self.inside(self.fragments[node.name.value].selection_set, parent)
                continue
            assert isinstance(node, FieldNode)
            if node.selection_set is None:
                total += 0.1
                continue
            kind = get_named_type(parent.fields[node.name.value].type)
            many = _size(node, self.sizes) if kind.name.endswith("Connection") else 1
            total += 1 + many * self.inside(node.selection_set, kind)
        return total


def _size(node: FieldNode, sizes: Mapping[str, int]) -> int:
    for argument in node.arguments or ():
        if argument.name.value in {"first", "last"}:
            if isinstance(argument.value, IntValueNode):
                return int(argument.value.value)
            if isinstance(argument.value, VariableNode):
                return sizes[argument.value.name.value]
    return 50
