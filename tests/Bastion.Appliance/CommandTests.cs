using Bastion.Hosting;

namespace Bastion.Appliance.Tests;

public sealed class CommandTests
{
    [Fact]
    public void Command_SeveralMistakes_AreAllSaid()
    {
        var thrown = Assert.Throws<SettingsException>(() => Command.Parse(["walk", "--colour", "--ports-from", "0"]));

        Assert.Equal(4, thrown.Errors.Count);
    }

    [Fact]
    public void Command_PortsFrom_MovesEveryDoor()
    {
        var record = Command.Parse(["run", "--state", "x", "--ports-from", "9000"]).Describe(null);

        Assert.Equal((9000, 9001, 9002), (record.PortalPort, record.AdminPort, record.SshPort));
        Assert.Equal("https://bastion.localhost:9000/", record.PortalUrl.ToString());
    }

    [Fact]
    public void Command_SecondStart_KeepsWhatTheFirstSaid()
    {
        var first = Command.Parse(["run", "--state", "x", "--hospital", "Valbrume", "--ports-from", "9000"]).Describe(null);

        var second = Command.Parse(["run", "--state", "x"]).Describe(first);

        Assert.Equal(first, second);
    }

    [Fact]
    public void Record_OneNameForBothSites_IsRefused()
    {
        var record = Command.Parse(["run", "--state", "x", "--hospital", "H", "--portal-host", "a.example", "--admin-host", "A.example"]).Describe(null);

        Assert.Contains("adminHost", Assert.Throws<SettingsException>(record.Validate).Message, StringComparison.Ordinal);
    }
}
