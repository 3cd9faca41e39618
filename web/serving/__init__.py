"""What stands between a client and the application, and starts and stops it.

    server.py          serves with waitress, and stops without cutting off a request
    observation.py     gives each request an id, counts it and writes it to the logs
    admission.py       refuses requests that cannot be answered soon
    rate_limits.py     refuses those who ask too much
    denials.py         writes these refusals without a template
    spending.py        counts what each client has asked for
    proxies.py         finds the client behind servers in front
    request_reader.py  gives up on requests that come too slowly, under waitress
    start.py           finds what is wrong with the environment of a service
    preflight.py       checks what `make serve` needs, before anything is installed
    process.py         prepares a process that serves: its memory, threads and kernels

Imports go down this list, never up. Another WSGI server, such as gunicorn, takes the place of the
first and of `request_reader.py`.
"""
