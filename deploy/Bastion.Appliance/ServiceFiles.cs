using System.Text.Json;
using System.Text.Json.Nodes;
using Bastion.Hosting;

namespace Bastion.Appliance;

/// <summary>
/// Writes the settings file of each service from what the installation is. The names are those of the services' options; a service refuses
/// a name it does not know. What a hospital changes stands in <c>overrides.json</c> beside it and wins, section by section.
/// </summary>
internal sealed class ServiceFiles(StateDirectory state, StateRecord record)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public void Write()
    {
        Write(Plane.Recorder, Recorder());
        Write(Plane.Admin, Admin());
        Write(Plane.Gateway, Gateway());
    }

    /// <summary>Where a service listens for the others and for probes.</summary>
    public ServiceAddress Peers(Plane plane) =>
        state.Socket(plane) ?? ServiceAddress.Parse($"tcp:127.0.0.1:{record.PortalPort + 10 + (int)plane}");

    private JsonObject Recorder() => new()
    {
        ["service"] = Common(Plane.Recorder),
        ["listen"] = Peers(Plane.Recorder).ToString(),
        ["certificateFile"] = state.In(Plane.Recorder, "tls", "certificate.pem"),
        ["keyFile"] = state.In(Plane.Recorder, "tls", "key.pem"),
        ["authorityFile"] = state.In(Plane.Recorder, "tls", "authority.pem"),
        ["dataDirectory"] = state.In(Plane.Recorder, "data"),
        ["keyDirectory"] = state.In(Plane.Recorder, "keys"),
        ["leaseKeyFiles"] = new JsonArray(state.In(Plane.Recorder, "trust", "lease.pub.pem")),
    };

    private JsonObject Admin() => new()
    {
        ["service"] = Common(Plane.Admin),
        ["listen"] = Peers(Plane.Admin).ToString(),
        ["browseListen"] = Door(record.AdminPort),
        ["browseHosts"] = new JsonArray(record.AdminHost),
        ["browseCertificateFile"] = state.In(Plane.Admin, "web", "certificate.pem"),
        ["browseKeyFile"] = state.In(Plane.Admin, "web", "key.pem"),
        ["browseUrl"] = record.AdminUrl.ToString(),
        ["portalUrl"] = record.PortalUrl.ToString(),
        ["recorder"] = Peers(Plane.Recorder).ToString(),
        ["certificateFile"] = state.In(Plane.Admin, "tls", "certificate.pem"),
        ["keyFile"] = state.In(Plane.Admin, "tls", "key.pem"),
        ["authorityFile"] = state.In(Plane.Admin, "tls", "authority.pem"),
        ["database"] = "sqlite:" + state.In(Plane.Admin, "data", "bastion.db"),
        ["leaseKeyFile"] = state.In(Plane.Admin, "keys", "lease.pem"),
        ["receiptKeyFiles"] = new JsonArray(state.In(Plane.Admin, "trust", "receipt.pub.pem")),
        ["masterKeyFile"] = state.In(Plane.Admin, "keys", "master.key"),
        ["quarantineDirectory"] = state.In(Plane.Admin, "quarantine"),
        ["scannerSocket"] = "/var/run/clamav/clamd.ctl",
        ["hospital"] = record.Hospital,
        ["zone"] = record.Zone,
        ["demo"] = record.Mode == ApplianceMode.Demo,
    };

    private JsonObject Gateway() => new()
    {
        ["service"] = Common(Plane.Gateway),
        ["listen"] = Peers(Plane.Gateway).ToString(),
        ["portalListen"] = Door(record.PortalPort),
        ["portalHosts"] = new JsonArray(record.PortalHost),
        ["portalCertificateFile"] = state.In(Plane.Gateway, "web", "certificate.pem"),
        ["portalKeyFile"] = state.In(Plane.Gateway, "web", "key.pem"),
        ["web"] = record.AppDomain.Length == 0 ? new JsonObject() : new JsonObject
        {
            ["domain"] = record.AppDomain,
            ["certificateFile"] = state.In(Plane.Gateway, "apps", "certificate.pem"),
            ["keyFile"] = state.In(Plane.Gateway, "apps", "key.pem"),
        },
        ["portal"] = new JsonObject
        {
            ["hospitalName"] = record.Hospital,
            ["zone"] = record.Zone,
            ["onCallName"] = record.OnCallName,
            ["onCallPhone"] = record.OnCallPhone,
            ["sshHost"] = record.Mode == ApplianceMode.Demo ? "127.0.0.1" : record.PortalHost,
            ["sshPort"] = record.SshPort,
        },
        ["rdp"] = new JsonObject { ["listen"] = Door(record.RdpPort) },
        ["sshListen"] = Door(record.SshPort),
        ["sshHostKeyDirectory"] = state.In(Plane.Gateway, "host-keys"),
        ["admin"] = Peers(Plane.Admin).ToString(),
        ["recorder"] = Peers(Plane.Recorder).ToString(),
        ["certificateFile"] = state.In(Plane.Gateway, "tls", "certificate.pem"),
        ["keyFile"] = state.In(Plane.Gateway, "tls", "key.pem"),
        ["authorityFile"] = state.In(Plane.Gateway, "tls", "authority.pem"),
        ["leaseKeyFiles"] = new JsonArray(state.In(Plane.Gateway, "trust", "lease.pub.pem")),
        ["receiptKeyFiles"] = new JsonArray(state.In(Plane.Gateway, "trust", "receipt.pub.pem")),
    };

    private JsonObject Common(Plane plane)
    {
        var common = new JsonObject { ["logDirectory"] = state.ServiceLogs(plane) };
        if (StateDirectory.Written(plane).Contains("forms"))
            common["formKeyDirectory"] = state.In(plane, "forms");
        return common;
    }

    private string Door(int port) => ServiceAddress.Tcp(System.Net.IPAddress.Parse(record.ListenIp), port).ToString();

    private void Write(Plane plane, JsonObject settings)
    {
        foreach (var directory in StateDirectory.Written(plane))
            Directory.CreateDirectory(state.In(plane, directory));
        var overrides = state.In(plane, "overrides.json");
        if (File.Exists(overrides) && JsonNode.Parse(File.ReadAllText(overrides)) is JsonObject changed)
            Merge(settings, changed);
        AtomicFile.Write(state.SettingsFile(plane), settings.ToJsonString(Indented) + "\n");
    }

    private static void Merge(JsonObject into, JsonObject changed)
    {
        foreach (var (name, value) in changed)
        {
            if (value is JsonObject section && into[name] is JsonObject below)
                Merge(below, section);
            else
                into[name] = value?.DeepClone();
        }
    }
}
