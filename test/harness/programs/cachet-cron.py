"""A cron job as people have it beside a Cachet: looks at servers, counts reports, and says how each component is.

Arguments: the address of the API, the token, then `component=address[=reports]` for each server.
"""
import json
import sys
import urllib.error
import urllib.request

OPERATIONAL, PERFORMANCE_ISSUES, PARTIAL_OUTAGE, MAJOR_OUTAGE = 1, 2, 3, 4
BY_CODE = {200: OPERATIONAL, 429: PERFORMANCE_ISSUES, 503: PARTIAL_OUTAGE}


def code_of(address):
    try:
        return urllib.request.urlopen(address, timeout=10).status
    except urllib.error.HTTPError as error:
        return error.code


def status_of(address, reports):
    try:
        status = BY_CODE.get(code_of(address), MAJOR_OUTAGE)
    except OSError:
        return PERFORMANCE_ISSUES  # a time-out, or nobody there: probably overloaded
    if status != OPERATIONAL or reports <= 10:
        return status
    return PERFORMANCE_ISSUES if reports < 20 else PARTIAL_OUTAGE if reports < 50 else MAJOR_OUTAGE


def say(endpoint, token, component, status):
    request = urllib.request.Request(
        f"{endpoint}/components/{component}",
        data=json.dumps({"status": status}).encode(),
        headers={"X-Cachet-Token": token, "Content-Type": "application/json"},
        method="PUT",
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)["data"]


def main():
    endpoint, token, *servers = sys.argv[1:]
    for server in servers:
        component, address, *reports = server.split("=")
        status = status_of(address, int(reports[0]) if reports else 0)
        said = say(endpoint, token, int(component), status)
        print(f"{said['name']} is {said['status_name']}")


main()
