using System.Globalization;
using System.Net;
using System.Text;
using Bastion.Admin.Contracts;
using Bastion.Gateway.SshBroker;
using Bastion.Gateway.SshBroker.Relay;
using Microsoft.Extensions.Time.Testing;

namespace Bastion.Gateway.Tests.SshBroker;

public sealed class RulesTests
{
    [Theory]
    [InlineData("scp -f /data/log.txt", true, false, null)]
    [InlineData("scp -r -f /data", true, false, null)]
    [InlineData("scp -t /data", true, false, "scpUp")]
    [InlineData("scp -t /data", false, true, null)]
    [InlineData("scp -f /data;reboot", true, true, "exec")]
    [InlineData("scp -f $(reboot)", true, true, "exec")]
    [InlineData("scp -f -t /data", true, true, "exec")]
    [InlineData("scp -f -oProxyCommand=x", true, true, "exec")]
    [InlineData("reboot", true, true, "exec")]
    public void Command_WithoutExec_IsOnlyPlainScp(string command, bool down, bool up, string? missing)
    {
        var controls = new LeaseControls { ScpDown = down, ScpUp = up };

        Assert.Equal(missing, ChannelRules.Missing(controls, ChannelUse.Exec, Encoding.UTF8.GetBytes(command)));
    }

    [Fact]
    public void NothingNamed_IsNothingGranted()
    {
        foreach (var use in new[] { ChannelUse.Shell, ChannelUse.Exec, ChannelUse.Sftp })
            Assert.NotNull(ChannelRules.Missing(new LeaseControls(), use, "ls"u8));
        Assert.Null(ChannelRules.Missing(new LeaseControls { SftpDown = true }, ChannelUse.Sftp, []));
    }

    [Theory]
    [InlineData("LANG", true)]
    [InlineData("LC_ALL", true)]
    [InlineData("COLORTERM", true)]
    [InlineData("LD_PRELOAD", false)]
    [InlineData("PATH", false)]
    [InlineData("LC", false)]
    public void Environment_IsAnAllowList(string name, bool passes) =>
        Assert.Equal(passes, ChannelRules.MayPass(Encoding.UTF8.GetBytes(name), "x"u8));

    [Theory]
    [InlineData("sami+ANA-01", "sami", "ANA-01")]
    [InlineData("sami", "sami", "")]
    [InlineData("sami+", "sami", "")]
    [InlineData("a+b+c", "a", "b+c")]
    public void UserName_IsLoginAndDevice(string user, string login, string device) =>
        Assert.Equal(new LoginName(login, device), LoginName.Parse(user));

    [Fact]
    public void Line_OfSomebodyElse_CannotSteerATerminal()
    {
        var line = Encoding.UTF8.GetString(TerminalLine.Of("a\u001b[2Jb\u009bc\u202ed\ne"));

        Assert.Equal("\r\n[Bastion] a [2Jb c d e\r\n", line);
    }

    [Fact]
    public void Replies_OfTwoSources_GoOutInTheOrderOfTheRequests()
    {
        var order = new ReplyOrder();
        var (first, second) = (order.Expect(), order.Expect());

        Assert.Empty(order.Answer(second, false));
        Assert.Equal([true, false], order.Answer(first, true));
    }

    [Fact]
    public void Menu_TakesANumberAndSaysWhichAreNone()
    {
        var list = new OpenList();
        list.Lines.Add(new OpenLine { DeviceName = "ANA-01", DeviceLabel = "Analyser", Place = "Laboratory", InterventionNumber = "INT-2026-00043" });
        list.Lines.Add(new OpenLine { DeviceName = "LIS-01", InterventionNumber = "INT-2026-00045", Blocked = new Refusal { Code = "device.not_released" } });
        var menu = new DeviceMenu(list, CultureInfo.GetCultureInfo("en"), TimeZoneInfo.Utc);

        Assert.Contains("1  ANA-01", menu.Show());
        Assert.Contains("no such number", menu.Type("7\r"u8));
        menu.Type("2\u007f1\r"u8);

        Assert.Equal("ANA-01", menu.Chosen!.DeviceName);
    }

    [Fact]
    public void Admission_OfOneSource_IsBoundedAndTouchesNobodyElse()
    {
        var time = new FakeTimeProvider();
        var admission = new SshAdmission(new SshAdmissionSettings { MaxStartsPerSource = 3 }, time);
        var (loud, quiet) = (IPAddress.Parse("203.0.113.7"), IPAddress.Parse("203.0.113.8"));

        Assert.Equal([null, null, null, "source_starts"], Enumerable.Range(0, 4).Select(_ => admission.Enter(loud)));
        Assert.Null(admission.Enter(quiet));
        admission.Leave(loud);
        Assert.Null(admission.Enter(loud));
    }

    [Fact]
    public void Admission_AfterFailures_MakesTheSourceWaitLonger()
    {
        var time = new FakeTimeProvider();
        var admission = new SshAdmission(new SshAdmissionSettings { FailuresBeforeBackOff = 2 }, time);
        var source = IPAddress.Parse("2001:db8:1:2::3");
        for (var i = 0; i < 2; i++)
        {
            Assert.Null(admission.Enter(source));
            admission.Leave(source);
            admission.Failed(source);
        }

        Assert.Equal("back_off", admission.Enter(IPAddress.Parse("2001:db8:1:2::ffff")));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(admission.Enter(source));
        admission.Leave(source);
        admission.Failed(source);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("back_off", admission.Enter(source));
    }

    [Fact]
    public void Admission_UnderAFloodOfSources_RemembersABoundedNumber()
    {
        var admission = new SshAdmission(new SshAdmissionSettings { StartsPerSecond = 10_000 }, new FakeTimeProvider());

        for (var i = 0u; i < 100_000; i++)
        {
            var address = new IPAddress(0x01000000L + i);
            if (admission.Enter(address) is null)
                admission.Leave(address);
        }

        Assert.NotEqual("sources", admission.Enter(IPAddress.Loopback));
    }
}
