"""The articles of an archive on an OpenSearch cluster.

    credentials.py     lets this process into the cluster
    connection.py      asks the nodes of a cluster, and translates their errors
    state.py           what every reader asks first: one document, replaced by compare-and-set
"""
