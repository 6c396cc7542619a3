-- The mind map of a plan: a tree of nodes as JSON.

alter table plan add column mind_map varchar;
