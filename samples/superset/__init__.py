"""Apache Superset on the warehouse: a connection, datasets and a dashboard, made through its own interface.

``make bi`` runs it. Superset lives in an environment of its own, since it needs older packages than this project.
"""
