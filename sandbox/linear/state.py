"""Everything the local Linear knows: filled from a seed, read and changed by the resolvers."""

from collections.abc import Callable
from datetime import datetime
from itertools import chain
from typing import TypeVar

from sandbox.linear import rows
from sandbox.linear.errors import not_found
from sandbox.linear.faults import LinearFaults
from sandbox.linear.limits import Allowances
from sandbox.linear.oauth import OAuthGrants
from sandbox.linear.webhooks import Webhooks
from sandbox.roster import linear_id
from sandbox.seed import LinearIssue, LinearProject, LinearSeed, LinearTeam

API_KEY = "lin_api_sandbox"
R = TypeVar("R", bound=rows.Row)
_APP_HOME = "https://linear.app"


class LinearState:
    """One workspace. ``clock`` gives the time, aware; ``keys`` are the API keys that are let in."""

    def __init__(self, seed: LinearSeed, clock: Callable[[], datetime]) -> None:
        now = clock()
        self.clock = clock
        self.keys = {API_KEY}
        self.oauth = OAuthGrants(clock)
        self.faults = LinearFaults()
        self.webhooks = Webhooks(clock)
        self.allowances = Allowances(clock)
        self.last_sync_id = 0
        self.organization = rows.Organization(
            id=linear_id(f"organization/{seed.url_key}"),
            name=seed.workspace,
            url_key=seed.url_key,
            created_at=now,
            updated_at=now,
        )
        self.users = self._users(seed, now)
        self.viewer = self.find_user(seed.viewer)
        self.issue_labels = [
            rows.IssueLabel(
                id=label.id, name=label.name, color=label.color, created_at=now, updated_at=now
            )
            for label in seed.labels
        ]
        self.teams: list[rows.Team] = []
        self.workflow_states: list[rows.WorkflowState] = []
        self.projects: list[rows.Project] = []
        self.project_milestones: list[rows.ProjectMilestone] = []
        self.project_updates: list[rows.ProjectUpdate] = []
        self.releases: list[rows.Release] = []
        self.issues: list[rows.Issue] = []
        for team in seed.teams:
            self._add_team(team, now)
        for project in seed.projects:
            self._add_project(project, now)
        for issue in seed.issues:
            self._add_issue(issue)
        for issue in seed.issues:
            self._tie(issue)

    def find_issue(self, name: str) -> rows.Issue:
        """Find by UUID or identifier, a former identifier too."""
        for issue in self.issues:
            if name in {issue.id, issue.identifier, *issue.previous_identifiers}:
                return issue
        raise not_found("Issue")

    def find_user(self, user_id: str) -> rows.User:
        return _by_id(self.users, user_id, "User")

    def find_team(self, name: str) -> rows.Team:
        for team in self.teams:
            if name in {team.id, team.key}:
                return team
        raise not_found("Team")

    def find_project(self, project_id: str) -> rows.Project:
        return _by_id(self.projects, project_id, "Project")

    def find_milestone(self, milestone_id: str) -> rows.ProjectMilestone:
        return _by_id(self.project_milestones, milestone_id, "ProjectMilestone")

    def find_state(self, state_id: str) -> rows.WorkflowState:
        return _by_id(self.workflow_states, state_id, "WorkflowState")

    def find_label(self, label_id: str) -> rows.IssueLabel:
        return _by_id(self.issue_labels, label_id, "IssueLabel")

    def find_comment(self, comment_id: str) -> rows.Comment:
        return _by_id(self.comments, comment_id, "Comment")

    @property
    def comments(self) -> list[rows.Comment]:
        return list(chain.from_iterable(issue.comments for issue in self.issues))

    @property
    def attachments(self) -> list[rows.Attachment]:
        return list(chain.from_iterable(issue.attachments for issue in self.issues))

    def _users(self, seed: LinearSeed, now: datetime) -> list[rows.User]:
        return [
            rows.User(
                id=user.id,
                name=user.name,
                display_name=user.display_name,
                email=user.email,
                active=user.active,
                is_me=user.id == seed.viewer,
                organization=self.organization,
                created_at=now,
                updated_at=now,
            )
            for user in seed.users
        ]

    def _add_team(self, team: LinearTeam, now: datetime) -> None:
        row = rows.Team(
            id=team.id,
            key=team.key,
            name=team.name,
            timezone=team.timezone,
            created_at=now,
            updated_at=now,
        )
        self.teams.append(row)
        self.workflow_states.extend(
            rows.WorkflowState(
                id=state.id,
                name=state.name,
                type=state.type,
                position=state.position,
                team=row,
                created_at=now,
                updated_at=now,
            )
            for state in team.states
        )

    def _add_project(self, project: LinearProject, now: datetime) -> None:
        row = rows.Project(
            id=project.id,
            name=project.name,
            url=f"{_APP_HOME}/{self.organization.url_key}/project/{project.id}",
            status=rows.ProjectStatus(
                id=linear_id(f"status/{project.id}"),
                name="In Progress",
                created_at=now,
                updated_at=now,
            ),
            target_date=project.target_date,
            created_at=now,
            updated_at=now,
        )
        self.projects.append(row)
        row.project_milestones.extend(
            rows.ProjectMilestone(
                id=milestone.id,
                name=milestone.name,
                project=row,
                target_date=milestone.target_date,
                created_at=now,
                updated_at=now,
            )
            for milestone in project.milestones
        )
        self.project_milestones.extend(row.project_milestones)

    def _add_issue(self, issue: LinearIssue) -> None:
        key, _, number = issue.identifier.rpartition("-")
        team = self.find_team(key)
        labels = {label.name: label for label in self.issue_labels}
        self.issues.append(
            rows.Issue(
                id=issue.id,
                number=int(number),
                title=issue.title,
                description=issue.description or None,
                priority=issue.priority,
                estimate=issue.estimate,
                due_date=issue.due_date,
                team=team,
                organization=self.organization,
                state=self._state_called(team, issue.state),
                assignee=self.find_user(issue.assignee) if issue.assignee else None,
                creator=self.viewer,
                project=self.find_project(issue.project) if issue.project else None,
                project_milestone=(
                    self.find_milestone(issue.project_milestone)
                    if issue.project_milestone
                    else None
                ),
                labels=[labels[name] for name in issue.labels],
                created_at=issue.created_at,
                updated_at=issue.updated_at,
                started_at=issue.started_at,
                completed_at=issue.completed_at,
                canceled_at=issue.canceled_at,
            )
        )

    def _tie(self, issue: LinearIssue) -> None:
        """Tie an issue to its parent and to those it has relations with."""
        row = self.find_issue(issue.id)
        if issue.parent:
            row.parent = self.find_issue(issue.parent)
            row.parent.children.append(row)
        for relation in issue.relations:
            other = self.find_issue(relation.issue)
            tie = rows.Relation(
                id=linear_id(f"relation/{issue.id}/{relation.type}/{other.id}"),
                type=relation.type,
                issue=row,
                related_issue=other,
                created_at=issue.created_at,
                updated_at=issue.created_at,
            )
            row.relations.append(tie)
            other.inverse_relations.append(tie)

    def _state_called(self, team: rows.Team, name: str) -> rows.WorkflowState:
        for state in self.workflow_states:
            if state.team is team and state.name == name:
                return state
        raise not_found("WorkflowState")


def _by_id(held: list[R], wanted: str, what: str) -> R:
    for row in held:
        if row.id == wanted:
            return row
    raise not_found(what)
