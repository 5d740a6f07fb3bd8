using Bastion.Admin.Devices;
using Bastion.Admin.Interventions;
using Bastion.Admin.Interventions.Machines;
using Bastion.Admin.Interventions.Policies;

namespace Bastion.Admin.Tests.Interventions.Machines;

/// <summary>
/// Random courses of one intervention on the pure machines, in fake time: no session outside an approved window or its soft end, no two truths about one state,
/// no act without its line. BASTION_COURSES says how many; the short form is in every run.
/// </summary>
public sealed class RandomCoursesTests
{
    private const int Short = 20_000;
    private const int Steps = 40;
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Courses_Random_KeepTheLaws()
    {
        var courses = int.TryParse(Environment.GetEnvironmentVariable("BASTION_COURSES"), out var asked) ? asked : Short;
        for (var seed = 0; seed < courses; seed++)
        {
            try
            {
                Run(new Random(seed));
            }
            catch (InvalidOperationException broken)
            {
                Assert.Fail($"seed {seed}: {broken.Message}");
            }
        }
    }

    private static void Run(Random random)
    {
        var now = Start;
        var one = new Intervention
        {
            Id = Guid.NewGuid(), Number = "INT-2026-00001", Symptom = "", Zone = "Europe/Paris", NotBefore = Start.AddMinutes(random.Next(0, 120)), Policy = new PolicyResult { Steps = [Step.Owner], DrainCapMinutes = 30 }.ToJson(),
        };
        one.NotAfter = one.NotBefore.AddMinutes(random.Next(15, 240));
        var (device, live, lines, decided) = (DeviceState.InService, false, 0, false);
        for (var step = 0; step < Steps; step++)
        {
            now = now.AddSeconds(random.Next(0, 1200));
            // L3: what time has decided is true before anybody acts.
            var standing = Standing.Of(one, now);
            if (standing.State != one.State)
            {
                Move(standing.State == InterventionState.Lapsed ? InterventionEvent.Lapse : InterventionEvent.End);
                if (one.State != standing.State)
                    throw new InvalidOperationException($"time says {standing.State}, the machine {one.State}");
                Over();
            }

            switch (random.Next(12))
            {
                case 0 when now < one.Window.LapseAt && Move(InterventionEvent.Decide):
                    decided = true;
                    Move(InterventionEvent.PolicyMet);
                    break;
                case 1 when Move(InterventionEvent.Refuse) || Move(InterventionEvent.Withdraw):
                    Over();
                    break;
                case 2 when device is DeviceState.InService or DeviceState.InUse && one.State == InterventionState.Approved:
                    device = DeviceMachine.Next(device, DeviceEvent.Release) ?? device;
                    break;
                case 3 when one.Window.Contains(now) && device is DeviceState.Released or DeviceState.UnderMaintenance && Move(InterventionEvent.Connect):
                    (live, device) = (true, device == DeviceState.Released ? DeviceMachine.Next(device, DeviceEvent.Start)!.Value : device);
                    break;
                case 4 when now < one.NotAfter && Move(InterventionEvent.Extend):
                    one.NotAfter = one.NotAfter.AddMinutes(random.Next(1, 30));
                    break;
                case 5:
                    Move(InterventionEvent.Freeze);
                    break;
                case 6:
                    Move(InterventionEvent.Resume);
                    break;
                case 7 when Move(InterventionEvent.Revoke):
                    Over();
                    break;
                case 8 when live && now < one.NotAfter && one.CriticalAt is null:
                    (one.CriticalAt, lines) = (now, lines + 1);
                    break;
                case 9 when live:
                    live = false;
                    one.CriticalAt = null;
                    if (one.State == InterventionState.Open && now >= one.NotAfter && Move(InterventionEvent.End))
                        Over();
                    break;
                case 10 when Move(InterventionEvent.Report):
                    Move(random.Next(2) == 0 ? InterventionEvent.ReturnReport : InterventionEvent.Close);
                    break;
                case 11 when device == DeviceState.ToBeChecked:
                    device = DeviceMachine.Next(device, DeviceEvent.Return)!.Value;
                    break;
                default:
                    break;
            }

            Check();
        }

        bool Move(InterventionEvent happening)
        {
            if (InterventionMachine.Next(one.State, happening) is not { } next)
                return false;
            one.State = next;
            lines++;
            return true;
        }

        void Over()
        {
            live = false;
            if (device == DeviceState.UnderMaintenance)
                device = DeviceMachine.Next(device, DeviceEvent.Stop)!.Value;
            else if (device == DeviceState.Released)
                device = DeviceMachine.Next(device, DeviceEvent.WithdrawRelease)!.Value;
            one.CriticalAt = null;
        }

        void Check()
        {
            if (live && (one.State != InterventionState.Open || now < one.NotBefore || now >= one.EndsAt))
                throw new InvalidOperationException($"a session lives in {one.State} at {now:O}, window {one.NotBefore:O} to {one.EndsAt:O}");
            if (one.State is InterventionState.Approved or InterventionState.Open && !decided)
                throw new InvalidOperationException($"{one.State} without a decision");
            if (Standing.Of(one, now).State != one.State)
                throw new InvalidOperationException($"two truths: {one.State} and {Standing.Of(one, now).State}");
            if (device == DeviceState.UnderMaintenance && one.State != InterventionState.Open)
                throw new InvalidOperationException($"the device is held by {one.State}");
            if (lines == 0 && one.State != InterventionState.Requested)
                throw new InvalidOperationException("an act without its line");
        }
    }
}
