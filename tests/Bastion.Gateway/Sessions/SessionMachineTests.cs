using Bastion.Gateway.Sessions;

namespace Bastion.Gateway.Tests.Sessions;

public sealed class SessionMachineTests
{
    private readonly SessionMachine machine = new();

    [Fact]
    public void End_TwoReasons_FirstWinsAndIsKept()
    {
        Assert.True(machine.TryEnd(new SessionEnd(SessionEndReason.StaffRevoked), out _));
        Assert.False(machine.TryEnd(new SessionEnd(SessionEndReason.WindowEnded), out _));
        Assert.True(machine.TryFinish(out _));

        Assert.Equal(SessionEndReason.StaffRevoked, machine.Current.End!.Reason);
    }

    [Fact]
    public void End_ManyAtOnce_ExactlyOneWins()
    {
        var won = 0;
        Parallel.ForEach(Enum.GetValues<SessionEndReason>(), reason =>
        {
            if (machine.TryEnd(new SessionEnd(reason), out _))
                Interlocked.Increment(ref won);
        });

        Assert.Equal(1, won);
    }

    [Fact]
    public void Freeze_TwoCauses_LiveAgainOnlyWhenBothAreLifted()
    {
        machine.TryActivate(out _);
        machine.TryFreeze(FreezeCause.Staff, blind: false, out _);
        machine.TryFreeze(FreezeCause.Supervisor, blind: false, out _);

        Assert.True(machine.TryLift(FreezeCause.Supervisor, out _));
        Assert.Equal(SessionState.Frozen, machine.Current.State);
        Assert.True(machine.TryLift(FreezeCause.Staff, out _));
        Assert.Equal(SessionState.Active, machine.Current.State);
    }

    [Fact]
    public void Freeze_WhilePending_StartsFrozen()
    {
        machine.TryFreeze(FreezeCause.Staff, blind: false, out _);
        Assert.Equal(SessionState.Pending, machine.Current.State);

        machine.TryActivate(out _);

        Assert.Equal(SessionState.Frozen, machine.Current.State);
    }

    [Fact]
    public void Freeze_ByIdentityRedButtonOrRecorder_IsBlindWhateverWasSaid()
    {
        machine.TryActivate(out _);
        machine.TryFreeze(FreezeCause.Staff, blind: false, out _);
        Assert.False(machine.Current.Freeze.IsBlind);

        machine.TryFreeze(FreezeCause.Identity, blind: false, out _);

        Assert.True(machine.Current.Freeze.IsBlind);
    }

    [Fact]
    public void Activate_AfterTheEnd_DoesNothing()
    {
        machine.TryEnd(new SessionEnd(SessionEndReason.StaffRevoked), out _);

        Assert.False(machine.TryActivate(out _));
        Assert.False(machine.TryFreeze(FreezeCause.Staff, false, out _));
    }
}
