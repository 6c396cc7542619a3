-- A request that is sent again after its answer was lost is recognised, so that it adds no rows twice.

alter table change_set add column request_key varchar;
