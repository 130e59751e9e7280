"""What people do with the public package cachetclient, against the API whose address and token are the arguments, and a metric there."""
import sys

import cachetclient
from cachetclient.v1 import enums

client = cachetclient.Client(endpoint=sys.argv[1], api_token=sys.argv[2])

assert client.ping() is True
assert len(client.version().value) > 2

one = client.components.create(
    name="Test Component", status=enums.COMPONENT_STATUS_OPERATIONAL, description="This is a test", tags="test, thing", order=1, group_id=1000
)
one.name = "Test Thing"
one = one.update()
assert (one.name, one.description, one.status) == ("Test Thing", "This is a test", enums.COMPONENT_STATUS_OPERATIONAL)
one = client.components.update(component_id=one.id, status=enums.COMPONENT_STATUS_PERFORMANCE_ISSUES)
assert one.status == enums.COMPONENT_STATUS_PERFORMANCE_ISSUES
assert client.components.count() == len(list(client.components.list(per_page=1)))

group = client.component_groups.create(name="Test Group", order=1, visible=True)
assert client.component_groups.get(group.id).name == "Test Group"
group.delete()

subscriber = client.subscribers.create(email="user@example.test", verify=True)
assert subscriber.verified_at is not None
count = client.subscribers.count()
subscriber.delete()
assert client.subscribers.count() == count - 1

incident = client.incidents.create(
    name="Something blew up!",
    message="We are looking into it",
    status=enums.INCIDENT_INVESTIGATING,
    visible=True,
    component_id=one.id,
    component_status=enums.COMPONENT_STATUS_MAJOR_OUTAGE,
)
assert client.components.get(one.id).status == enums.COMPONENT_STATUS_MAJOR_OUTAGE
update = client.incident_updates.create(incident_id=incident.id, status=enums.INCIDENT_FIXED, message="Fixed")
assert client.incident_updates.count(incident.id) == 1
update.delete()
incident.delete()

metric = int(sys.argv[3])
client.metric_points.create(metric_id=metric, value=12)
assert client.metric_points.count(metric) == 1

one.delete()
print("all well")
