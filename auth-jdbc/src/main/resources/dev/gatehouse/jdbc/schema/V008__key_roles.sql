-- A role is not deleted while a key names it: the next role of that name would be granted to the key.

create index api_keys_roles_idx on ${schema}.api_keys using gin (roles) where status <> 'REVOKED';
