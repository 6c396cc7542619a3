-- Searching and sorting take œ for oe, ø for o, ’ for ', – for - and so on: what people type and what texts hold differ there.

create or replace macro normalised(words) as replace(replace(replace(replace(replace(
    translate(strip_accents(lower(words)), 'øłđðı’‘ʼ–—‑   ', 'olddi''''''---   '),
    'œ', 'oe'), 'æ', 'ae'), 'ß', 'ss'), 'ﬁ', 'fi'), 'ﬂ', 'fl');
update client set search = normalised(concat_ws(' ', name, industry, address, external_id)), name_key = normalised(name);
update contact set search = normalised(concat_ws(' ', name, email, title, phone)), name_key = normalised(name);
update plan set search = normalised(concat_ws(' ', cast(plan.id as varchar), subject, c.name, objective)), subject_key = normalised(subject)
from client c where c.id = plan.client_id;
