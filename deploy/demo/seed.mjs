// Joins the demo hospital with the devices that really run on this machine.
// usage: node seed.mjs state-directory seed-file   (writes the seed for Bastion.Admin and state/demo.json)
import { readFileSync, writeFileSync, existsSync } from "node:fs";
import { join, dirname } from "node:path";
import { fileURLToPath } from "node:url";

const [state, seedFile] = process.argv.slice(2);
const read = file => readFileSync(file, "utf8");
const hospital = JSON.parse(read(join(dirname(fileURLToPath(import.meta.url)), "hospital.json")));
const record = JSON.parse(read(join(state, "state.json")));

for (const device of hospital.devices) {
  const folder = join(state, "devices", device.name);
  if (!existsSync(join(folder, "port"))) continue;
  if (existsSync(join(folder, "web.json"))) {
    const page = device.endpoints.find(e => e.protocol === "Https");
    Object.assign(page, JSON.parse(read(join(folder, "web.json"))), { host: "127.0.0.1", port: Number(read(join(folder, "port"))), password: read(join(folder, "password")).trim() });
    continue;
  }
  if (existsSync(join(folder, "desktop.json"))) {
    const desktop = device.endpoints.find(e => e.protocol === "Rdp");
    Object.assign(desktop, JSON.parse(read(join(folder, "desktop.json"))), { host: "127.0.0.1", port: Number(read(join(folder, "port"))), password: read(join(folder, "password")).trim() });
    continue;
  }
  const endpoint = device.endpoints.find(e => e.protocol === "Ssh");
  endpoint.host = "127.0.0.1";
  endpoint.port = Number(read(join(folder, "port")));
  endpoint.account = read(join(folder, "account")).trim();
  endpoint.pins = [read(join(folder, "host_key.pub")).trim().split(" ").slice(0, 2).join(" ")];
  if (existsSync(join(folder, "password"))) endpoint.password = read(join(folder, "password")).trim();
  else endpoint.privateKey = read(join(folder, "account_key"));
}
if (seedFile) writeFileSync(seedFile, JSON.stringify(hospital, null, 2), { mode: 0o600 });

const site = (host, port) => (port === 443 ? `https://${host}` : `https://${host}:${port}`);
writeFileSync(join(state, "demo.json"), JSON.stringify({
  portal: site(record.portalHost, record.portalPort),
  admin: site(record.adminHost, record.adminPort),
  ssh: { host: "127.0.0.1", port: record.sshPort },
  rdp: { host: "127.0.0.1", port: record.rdpPort },
  appsDomain: record.appDomain,
  people: hospital.people.map(p => ({ login: p.login, name: p.name, role: p.role, vendor: p.vendor, password: p.password, totpSecret: p.totpSecret })),
  devices: hospital.devices.map(d => ({ id: d.name, name: d.name, label: d.label, protocols: d.endpoints.map(e => e.protocol.toLowerCase()), criticality: d.criticality, real: existsSync(join(state, "devices", d.name, "port")) })),
}, null, 2) + "\n", { mode: 0o600 });
