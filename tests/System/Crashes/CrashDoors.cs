using Bastion.Admin.Contracts;
using Bastion.Hospitals;
using Bastion.Testing;

namespace Bastion.SystemTests.Crashes;

/// <summary>The approved interventions of a crash loop and the armed key that opens them without prompts, armed again before it goes stale.</summary>
internal sealed class CrashDoors(HospitalSeed seed, IReadOnlyList<(string Device, string Intervention)> approved, SshKeyPair key)
{
    private static readonly TimeSpan ArmAgain = TimeSpan.FromMinutes(10);
    private readonly Dictionary<string, DateTimeOffset> armed = [];
    private TechnicianClient? sami;
    private SshKey? registered;
    private int next;

    /// <summary>Options of the next connection; devices take turns.</summary>
    public async Task<OpenSshOptions> Next(HospitalProcesses planes)
    {
        var (device, intervention) = approved[next++ % approved.Count];
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

    private DateTimeOffset signedInAt;

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
