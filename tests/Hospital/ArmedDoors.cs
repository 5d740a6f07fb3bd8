using Bastion.Admin.Contracts;
using Bastion.Testing;

namespace Bastion.Hospitals;

/// <summary>The approved interventions and the armed key that opens them without prompts, armed again before it goes stale.</summary>
public sealed class ArmedDoors(HospitalSeed seed, IReadOnlyList<(string Device, string Intervention)> approved, SshKeyPair key)
{
    private static readonly TimeSpan ArmAgain = TimeSpan.FromMinutes(10);
    private readonly Dictionary<string, DateTimeOffset> armed = [];
    private TechnicianClient? sami;
    private DateTimeOffset signedInAt;
    private SshKey? registered;
    private int next;

    /// <summary>Device and intervention, in the order in which <see cref="Next"/> goes through them.</summary>
    public IReadOnlyList<(string Device, string Intervention)> Approved => approved;

    /// <summary>Options of the next connection; devices take turns.</summary>
    public Task<OpenSshOptions> Next(HospitalProcesses planes) => Of(planes, next++ % approved.Count);

    /// <summary>Options of a connection by its place in <see cref="Approved"/>.</summary>
    public async Task<OpenSshOptions> Of(HospitalProcesses planes, int place)
    {
        var (device, intervention) = approved[place];
        var now = TimeProvider.System.GetUtcNow();
        if (!armed.TryGetValue(intervention, out var at) || now - at > ArmAgain)
        {
            var fresh = await SignIn(planes, now);
            registered ??= await fresh.AddKey(key);
            await fresh.ArmKey(registered, intervention);
            armed[intervention] = now;
        }

        return new OpenSshOptions
        {
            Port = planes.Files.SshPort,
            User = $"{seed.Person("sami.belkacem").Login}+{device}",
            Identity = key.PrivateFile,
            Terminal = false,
        };
    }

    /// <summary>Signs in with a code that was not used and answers it, to be tried again.</summary>
    public async Task<string?> UseCode(HospitalProcesses planes, HospitalPerson person)
    {
        if (person.FreshCode(TimeProvider.System.GetUtcNow()) is not { } code)
        {
            return null;
        }

        var reply = await TechnicianClient.TrySignIn(planes.Identity, person.Login, person.Password, code);
        return reply.OutcomeCase == SignInReply.OutcomeOneofCase.SignedIn ? code : null;
    }

    private async Task<TechnicianClient> SignIn(HospitalProcesses planes, DateTimeOffset now)
    {
        if (sami is not null && now - signedInAt < ArmAgain)
        {
            return sami;
        }

        var person = seed.Person("sami.belkacem");
        var code = await Eventually.Value(() => Task.FromResult(person.FreshCode(TimeProvider.System.GetUtcNow())), "the next code", TimeSpan.FromMinutes(1));
        sami = await TechnicianClient.SignIn(planes.Identity, planes.Interventions, person, code);
        signedInAt = now;
        return sami;
    }
}
