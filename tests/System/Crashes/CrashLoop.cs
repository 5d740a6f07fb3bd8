using Bastion.Hospitals;
using Bastion.Hosting;
using Bastion.Testing;
using Grpc.Core;

namespace Bastion.SystemTests.Crashes;

/// <summary>
/// Kills the three planes, one by one and all at once, at random instants while sessions send numbered lines both ways, and afterwards compares
/// what the technicians and the device really received with what is recorded.
/// </summary>
internal sealed class CrashLoop(PreparedPlanes prepared, int seedOfChance, Action<string> say)
{
    private const int LiveSessions = 3;
    private static readonly Plane[][] Victims = [[Plane.Gateway], [Plane.Recorder], [Plane.Admin], [Plane.Gateway, Plane.Recorder, Plane.Admin]];
    private readonly HospitalProcesses planes = prepared.Planes;
    private readonly ArmedDoors doors = prepared.Doors;
    private readonly Random chance = new(seedOfChance);
    private readonly List<CrashTechnician> live = [];
    private readonly List<(string Token, byte[] Received)> finished = [];
    private readonly CrashFigures figures = new();

    public async Task<CrashFigures> Run(int rounds)
    {
        say($"chance: {seedOfChance}");
        for (var round = 0; round < rounds; round++)
        {
            // Each victim as often as the others; the instant is what is left to chance.
            var victims = Victims[round % Victims.Length];
            await TopUp();
            var used = victims.Contains(Plane.Admin) ? await doors.UseCode(planes, prepared.Seed.Person("tom.verhagen")) : null;
            using (var load = new PeriodicTimer(TimeSpan.FromMilliseconds(chance.Next(50, 1500))))
            {
                await load.WaitForNextTickAsync();
            }

            await planes.Kill(victims);
            await planes.Start([.. victims]);
            if (used is not null)
            {
                await TryAgain(used);
            }

            await Collect();
            figures.Rounds++;
            var name = victims.Length > 1 ? "all" : victims[0].ToString();
            figures.Kills[name] = figures.Kills.GetValueOrDefault(name) + 1;
            say($"{round + 1}/{rounds} {name}: {live.Count} live, {finished.Count} over");
        }

        foreach (var technician in live)
        {
            await technician.Finish();
        }

        await Collect();
        await new DeliveryCheck(planes, prepared.Device, figures).Run(finished);
        return figures;
    }

    private async Task TopUp()
    {
        await Collect();
        await Eventually.True(
            async () =>
            {
                while (live.Count < LiveSessions)
                {
                    if (await NextDoor() is not { } door)
                    {
                        return false;
                    }

                    if (await CrashTechnician.Connect(door, refusal => say($"refused: {refusal}")) is not { } technician)
                    {
                        return false;
                    }

                    live.Add(technician);
                    figures.Sessions++;
                }

                return true;
            },
            $"{LiveSessions} live sessions",
            TimeSpan.FromMinutes(3));
    }

    /// <summary>Nothing while Admin does not answer or still waits for the journal: that is right just after a kill, and asked again.</summary>
    private async Task<OpenSshOptions?> NextDoor()
    {
        try
        {
            return await doors.Next(planes);
        }
        catch (Exception error) when (error is RpcException or InvalidOperationException)
        {
            say($"not armed: {error.Message}");
            return null;
        }
    }

    private async Task Collect()
    {
        foreach (var technician in live.Where(one => one.Over).ToList())
        {
            live.Remove(technician);
            await technician.Finish();
            finished.Add((technician.Token, technician.Received));
            await technician.DisposeAsync();
        }
    }

    private async Task TryAgain(string used)
    {
        figures.CodesTriedAgain++;
        var person = prepared.Seed.Person("tom.verhagen");
        var reply = await TechnicianClient.TrySignIn(planes.Identity, person.Login, person.Password, used);
        if (reply.OutcomeCase == Bastion.Admin.Contracts.SignInReply.OutcomeOneofCase.SignedIn)
        {
            figures.Violations.Add("a used code was accepted again");
        }
    }
}
