"""How long the embedded server keeps closed workflows: longer than a year, and never as evidence of anything."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from google.protobuf.duration_pb2 import Duration
from temporalio.api.namespace.v1 import NamespaceConfig
from temporalio.api.workflowservice.v1 import UpdateNamespaceRequest

if TYPE_CHECKING:
    from temporalio.client import Client

KEPT = timedelta(days=400)


async def keep_workflows(client: Client) -> None:
    """Set the retention of the namespace; the default is one day."""
    retention = Duration()
    retention.FromTimedelta(KEPT)
    await client.workflow_service.update_namespace(
        UpdateNamespaceRequest(
            namespace=client.namespace, config=NamespaceConfig(workflow_execution_retention_ttl=retention)
        )
    )
