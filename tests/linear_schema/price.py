"""The price of a query by Linear's published rule, on the strict side, for tests alone.

0.1 for a property, 1 for an object, and a connection multiplies everything in it by its page size
(50 where none is given). https://linear.app/developers/rate-limiting
"""

import math
from collections.abc import Mapping

from graphql import (
    DocumentNode,
    FieldNode,
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
    """Points of the document's one operation; fragments are not used here and not priced."""
    [operation] = document.definitions
    assert isinstance(operation, OperationDefinitionNode)
    defaults = {
        node.variable.name.value: int(node.default_value.value)
        for node in operation.variable_definitions or ()
        if isinstance(node.default_value, IntValueNode)
    }
    is_query = operation.operation is OperationType.QUERY
    root = schema.query_type if is_query else schema.mutation_type
    assert root is not None
    total = _inside(operation.selection_set, root, {**defaults, **variables})
    return math.ceil(round(total, 6))


def _inside(
    selections: SelectionSetNode, parent: GraphQLNamedType, sizes: Mapping[str, int]
) -> float:
    total = 0.0
    for node in selections.selections:
        assert isinstance(node, FieldNode)
        assert isinstance(parent, GraphQLObjectType)
        if node.selection_set is None:
            total += 0.1
            continue
        kind = get_named_type(parent.fields[node.name.value].type)
        many = _size(node, sizes) if kind.name.endswith("Connection") else 1
        total += 1 + many * _inside(node.selection_set, kind, sizes)
    return total


def _size(node: FieldNode, sizes: Mapping[str, int]) -> int:
    for argument in node.arguments or ():
        if argument.name.value in {"first", "last"}:
            if isinstance(argument.value, IntValueNode):
                return int(argument.value.value)
            if isinstance(argument.value, VariableNode):
                return sizes[argument.value.name.value]
    return 50
