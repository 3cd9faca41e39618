"""Requests to the API, and parts of its responses."""

SEARCH = "/api/v1/search"


def ask(client, **parameters):
    """Return the response to a search; `since` stands for from."""
    if "since" in parameters:
        parameters["from"] = parameters.pop("since")
    response = client.get(SEARCH, query_string=parameters)
    assert response.status_code == 200, response.text
    return response.json


def ids(answer):
    return [hit["id"] for hit in answer["hits"]]


def highlights(answer):
    return [
        each for hit in answer["hits"] for each in [hit["title_highlight"], *hit["snippets"]]
    ]


def bucket(value, count, selected=False):
    return {"value": value, "count": count, "selected": selected}


def read_problem(response, status):
    """Return the problem document of a response, which must have this status."""
    assert (response.status_code, response.content_type) == (status, "application/problem+json")
    problem = response.json
    assert problem["status"] == status
    assert problem["type"] and problem["title"] and problem["detail"]
    return problem
