"""The articles of an archive on an OpenSearch cluster.

    store.py           keeps the contract there: reads articles and changes
    maintenance.py     purges versions, verifies, and repairs
    reading.py         reads a store as it stood at one moment
    transaction.py     adds versions, removals and sources
    own_changes.py     keeps what this process has stored until the index has followed
    histories.py       says which versions an article has, and its sources
    versions.py        lays out versions and removals as documents
    lease.py           lets one process write
    erasure.py         erases from the disks what was deleted
    bulk.py            writes many documents
    health.py          says whether the cluster has all copies of an archive
    state.py           what every reader asks first: one document, replaced by compare-and-set
    layout.py          names the indices, and says what they are created with
    connection.py      asks the nodes of a cluster, and translates their errors
    nodes.py           leaves out nodes that hang
    silent_nodes.py    knows which nodes do not answer the other ones
    json_lines.py      writes JSON in bytes
    credentials.py     lets this process into the cluster
"""
