"""Says which of Linear's operations are answered here, and where they differ from the real ones."""

from collections.abc import Mapping

COVERED: Mapping[str, str] = {
    "Query.viewer": "the seed's viewer, whatever key is used",
    "Query.organization": "id, name, urlKey",
    "Query.issue": "by UUID, identifier, or a former identifier",
    "Query.issues": "filters of the schema, pages of up to 250, archived ones on request",
    "Query.team": "by UUID or key",
    "Query.teams": "as in the seed",
    "Query.workflowStates": "as in the seed",
    "Query.issueLabels": "as in the seed; no groups",
    "Query.user": "by UUID",
    "Query.comment": "by UUID",
    "Query.users": "switched-off accounts with includeDisabled only",
    "Query.project": "by UUID",
    "Query.projects": "as in the seed; progress is not computed",
    "Query.projectMilestones": "as in the seed; status is not computed",
    "Query.projectUpdates": "none in the seeds",
    "Query.releases": "none in the seeds; no pipelines",
    "Query.rateLimitStatus": "both buckets of the one key",
    "Mutation.commentCreate": "on issues; ids are UUIDs of version 4, a taken one is refused",
    "Mutation.attachmentCreate": "one for each address on an issue",
    "Mutation.issueUpdate": "a move to another team takes its labels and the project away, as "
    "Linear does; each call is one line of history",
}
NOT_COVERED: Mapping[str, str] = {
    "Webhooks": "Issue, Comment and Attachment; one subscription, made by the sandbox itself",
    "OAuth": "POST /oauth/token by refresh token alone, spent once, for a day; no authorising "
    "page, no scopes. A key behind Bearer, and a token without it, are refused as Linear does",
    "Markdown": "descriptions are kept as written, Linear rewrites them",
    "Cycles, customers, initiatives": "not in the schema",
}


def coverage() -> dict[str, object]:
    return {"covered": dict(COVERED), "not_covered": dict(NOT_COVERED)}
