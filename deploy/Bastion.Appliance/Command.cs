using System.Globalization;
using Bastion.Hosting;

namespace Bastion.Appliance;

/// <summary>What the appliance was asked on its command line.</summary>
internal sealed record Command
{
    public const string Usage = """
        usage: Bastion.Appliance run|prepare|renew --state DIR [options]
               Bastion.Appliance admin --state DIR -- WORD...

          run       make what is missing, start the three services, keep them running until Ctrl-C or SIGTERM
          prepare   make keys, certificates and settings, start nothing
          renew     renew certificates that are near their end (run does so by itself)
          admin     run one command of Bastion.Admin on this installation

        options, written down at the first start:
          --hospital NAME       name of the establishment
          --zone ZONE           its time zone (Europe/Paris)
          --on-call NAME,PHONE  who answers when something is wrong
          --portal-host HOST    name of the technicians' site
          --admin-host HOST     name of the staff site, never on a network of vendors
          --app-domain DOMAIN   web pages of devices are shown below it; a domain that shares nothing with the two
          --listen IP           address of the doors for people (127.0.0.1)
          --ports-from N        portal on N, staff on N+1, SSH on N+2, desktop clients on N+5 (8443, 8444, 2222, 3390)
        options of each start:
          --demo                demo people with published passwords; only on a state made with --demo
          --services DIR        where the three programs are
          --same-account        run all three under the account that starts them
        """;

    private static readonly string[] Verbs = ["run", "prepare", "renew", "admin"];
    private static readonly string[] Flags = ["--demo", "--same-account"];
    private static readonly string[] Valued = ["--state", "--hospital", "--zone", "--on-call", "--portal-host", "--admin-host", "--app-domain", "--listen", "--ports-from", "--services"];

    public required string Verb { get; init; }

    public required IReadOnlyDictionary<string, string> Values { get; init; }

    public required IReadOnlyList<string> Rest { get; init; }

    public string State => Values["--state"];

    public bool Demo => Values.ContainsKey("--demo");

    public bool SameAccount => Values.ContainsKey("--same-account");

    public string? Services => Values.GetValueOrDefault("--services");

    /// <exception cref="SettingsException">Says everything that is wrong with it.</exception>
    public static Command Parse(IReadOnlyList<string> words)
    {
        var errors = new SettingsErrors();
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        IReadOnlyList<string> rest = [];
        for (var i = 1; i < words.Count; i++)
        {
            var word = words[i];
            if (word == "--")
            {
                rest = [.. words.Skip(i + 1)];
                break;
            }
            if (Flags.Contains(word))
                values[word] = "";
            else if (!Valued.Contains(word))
                errors.Add(word, "is not an option");
            else if (i + 1 == words.Count)
                errors.Add(word, "wants a value");
            else
                values[word] = words[++i];
        }
        if (words.Count == 0 || !Verbs.Contains(words[0]))
            errors.Add(words.Count == 0 ? "verb" : words[0], "write run, prepare, renew or admin first");
        else if (words[0] == "admin" && rest.Count == 0)
            errors.Add("admin", "wants a command after --");
        errors.Require("--state", values.GetValueOrDefault("--state"));
        if (values.TryGetValue("--ports-from", out var first) && !(int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65500))
            errors.Add("--ports-from", "must be from 1 to 65499");
        errors.ThrowIfAny("appliance");
        return new Command { Verb = words[0], Values = values, Rest = rest };
    }

    /// <summary>What this command line says about an installation, over what was written down before.</summary>
    public StateRecord Describe(StateRecord? before)
    {
        var record = before ?? new StateRecord
        {
            Mode = Demo ? ApplianceMode.Demo : ApplianceMode.Production,
            Hospital = Demo ? "Centre hospitalier de Valbrume" : "",
            OnCallName = Demo ? "Astreinte biomédicale" : "",
            OnCallPhone = Demo ? "01 99 00 12 34" : "",
        };
        if (Values.TryGetValue("--on-call", out var onCall) && onCall.Split(',', 2) is [var name, var phone])
            record = record with { OnCallName = name, OnCallPhone = phone };
        if (Values.TryGetValue("--ports-from", out var from))
        {
            var first = int.Parse(from, CultureInfo.InvariantCulture);
            record = record with { PortalPort = first, AdminPort = first + 1, SshPort = first + 2, RdpPort = first + 5 };
        }
        return record with
        {
            Hospital = Values.GetValueOrDefault("--hospital", record.Hospital),
            Zone = Values.GetValueOrDefault("--zone", record.Zone),
            PortalHost = Values.GetValueOrDefault("--portal-host", record.PortalHost),
            AdminHost = Values.GetValueOrDefault("--admin-host", record.AdminHost),
            AppDomain = Values.GetValueOrDefault("--app-domain", record.AppDomain),
            ListenIp = Values.GetValueOrDefault("--listen", record.ListenIp),
        };
    }
}
