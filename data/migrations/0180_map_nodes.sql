-- Objectives, items and tasks made from a node of the mind map know which; objectives and items made for themselves stay without tasks.

alter table objective add column node_id varchar;
alter table objective add column is_kept boolean;
alter table item add column node_id varchar;
alter table item add column is_kept boolean;
alter table task add column node_id varchar;
