using Bastion.Ssh.Messages;
using Bastion.Ssh.Wire;
using Bastion.Testing;

namespace Bastion.Gateway.Tests.SshBroker;

/// <summary>Each way of forwarding that OpenSSH knows, one by one: refused, journaled by its name, and nothing of it at the device.</summary>
[Collection("one at a time")]
public sealed class ForwardingTests(ForwardingBench bench) : IClassFixture<ForwardingBench>
{
    [PeerTheory("/usr/sbin/sshd", "unshare")]
    [InlineData("direct-tcpip")]
    [InlineData("direct-streamlocal@openssh.com")]
    [InlineData("forwarded-tcpip")]
    [InlineData("forwarded-streamlocal@openssh.com")]
    [InlineData("tun@openssh.com")]
    [InlineData("x11")]
    [InlineData("auth-agent@openssh.com")]
    [InlineData("agent-connect")]
    public async Task Channel_OfThisType_IsRefusedAndUnknownToTheDevice(string type)
    {
        await bench.SendAsync(new ChannelOpenMessage(type, 99, 1 << 20, 1 << 15, Target()));
        var refused = SshMessage.Parse<ChannelOpenFailureMessage>(await bench.AnswerAsync(MessageNumber.ChannelOpenFailure, MessageNumber.ChannelOpenConfirmation));
        Assert.Equal(99u, refused.RecipientChannel);
        Assert.Equal(ChannelOpenFailureReason.AdministrativelyProhibited, refused.Reason);
        await AssertJournaledOnlyAsync("forwarding", type);
    }

    [PeerTheory("/usr/sbin/sshd", "unshare")]
    [InlineData("tcpip-forward")]
    [InlineData("cancel-tcpip-forward")]
    [InlineData("streamlocal-forward@openssh.com")]
    [InlineData("cancel-streamlocal-forward@openssh.com")]
    public async Task GlobalRequest_OfThisType_IsRefusedAndUnknownToTheDevice(string type)
    {
        await bench.SendAsync(new GlobalRequestMessage(type, true, Target()));
        await bench.AnswerAsync(MessageNumber.RequestFailure);
        await AssertJournaledOnlyAsync("forwarding", type);
    }

    [PeerTheory("/usr/sbin/sshd", "unshare")]
    [InlineData("x11-req", "x11")]
    [InlineData("auth-agent-req@openssh.com", "agent")]
    public async Task ChannelRequest_OfThisType_IsRefusedAndUnknownToTheDevice(string type, string control)
    {
        await bench.SendAsync(new ChannelRequestMessage(bench.Channel, type, true, Target()));
        await bench.AnswerAsync(MessageNumber.ChannelFailure);
        await AssertJournaledOnlyAsync(control, type);
    }

    private async Task AssertJournaledOnlyAsync(string control, string type)
    {
        await bench.EchoAsync("alive after " + type);
        await Eventually.True(
            () => bench.Gateway.Recorder.Journal.Any(entry => entry.Kind == "control.refused" && entry.Facts["name"] == control && entry.Facts["detail"] == type), "it is journaled");
        // sshd at DEBUG1 names every channel, global and channel request that it is asked for.
        Assert.Contains("ctype session", bench.DeviceLog, StringComparison.Ordinal);
        Assert.All(new[] { "ctype ", "rtype ", "req " }, asked => Assert.DoesNotContain(asked + type, bench.DeviceLog, StringComparison.Ordinal));
    }

    // Host and port, as most of them have; the others never get that far either.
    private static byte[] Target()
    {
        using var data = new WireWriter();
        data.WriteString("127.0.0.1");
        data.WriteUInt32(22);
        data.WriteString("127.0.0.1");
        data.WriteUInt32(40000);
        return data.ToArray();
    }
}
