-- The first commits of a new primary cannot wait for replicas that are not there yet.
SET synchronous_commit = local;
CREATE ROLE haproxy_check LOGIN;
CREATE EXTENSION pg_stat_statements;
