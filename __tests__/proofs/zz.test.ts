import { Platform } from '../synthesized';
import { organization } from '../organizations';
test('x', () => {
const t0 = Date.now();
const p = new Platform(organization({ accounts: { audit: '222222222222', logArchive: '333333333333', members: ['444444444444'] }, storage: {readers: ['arn:aws:iam::222222222222:role/AuditReader']}, trail: {notifications: true}, recorder: {role:'custom'} }));
let out = `${Date.now()-t0}ms\n`;
for (const s of p.stacks) for (const [t, rs] of Object.entries<any>(s.json.resource ?? {})) for (const [n, r] of Object.entries<any>(rs)) for (const [k, v] of Object.entries<any>(r)) if (/policy|content/.test(k) && typeof v === 'string' && v.includes('Statement')) out += [s.name, t, n, k, JSON.stringify(JSON.parse(v))].join(' ') + '\n';
require('fs').writeFileSync('/tmp/h/out', out);
});
