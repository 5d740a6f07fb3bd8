using Bastion.Gateway.Sessions;
using Bastion.Gateway.Tests.Peers;
using Bastion.Recorder.Contracts;
using Bastion.Testing;

namespace Bastion.Gateway.Tests.SshBroker;

/// <summary>The thin path with OpenSSH's own client and a real sshd behind.</summary>
[Collection("one at a time")]
public sealed class OpenSshTests
{
    [PeerFact("ssh", "/usr/sbin/sshd", "unshare")]
    public async Task Command_OverBastion_GivesOutputErrorsAndStatusAndIsRecorded()
    {
        await using var device = await SshDevice.Start();
        await using var gateway = await GatewayUnderTest.StartAsync(device);
        await using var ssh = OpenSshClient.Start(gateway.Technician("echo out; echo err >&2; exit 7"));

        Assert.Equal(7, await ssh.Exited.Within("ssh ends"));

        Assert.Equal("out\n", ssh.Received.Text);
        Assert.Contains("err\n", ssh.Errors.Text);
        await Eventually.True(() => gateway.Recorder.Seals.Contains("TechnicianClosed"), "the recording is sealed");
        Assert.Equal("out\n", gateway.Recorder.Text(Track.Output));
        Assert.Equal("err\n", gateway.Recorder.Text(Track.Error));
        Assert.Contains("\"kind\":\"exec\"", gateway.Recorder.Events);
        Assert.Contains("\"status\":7", gateway.Recorder.Events);
    }

    [PeerFact("ssh", "/usr/sbin/sshd", "unshare")]
    public async Task Shell_OverBastion_SaysItIsRecordedAndReceivesWhatIsRecorded()
    {
        await using var device = await SshDevice.Start();
        await using var gateway = await GatewayUnderTest.StartAsync(device);
        await using var ssh = OpenSshClient.Start(gateway.Technician());

        await ssh.Received.WaitFor("This session is recorded");
        ssh.Type("echo hello $((20+3))\n");
        await ssh.Received.WaitFor("hello 23");
        ssh.Type("exit 3\n");

        Assert.Equal(3, await ssh.Exited.Within("ssh ends"));
        await Eventually.True(() => gateway.Recorder.Seals.Count == 1, "the recording is sealed");
        Assert.Equal(gateway.Recorder.Text(Track.Output), ssh.Received.Text);
        Assert.Contains("echo hello", gateway.Recorder.Text(Track.Input));
        Assert.Contains("session.activated", gateway.Recorder.Journal.Select(e => e.Kind));
        await Eventually.True(() => gateway.Recorder.Journal.Any(e => e.Kind == "session.ended" && e.Facts["reason"] == nameof(SessionEndReason.TechnicianClosed)), "the end is journaled");
    }

    [PeerFact("ssh", "/usr/sbin/sshd", "unshare")]
    public async Task BulkBothWays_OverBastion_ArrivesWhole()
    {
        await using var device = await SshDevice.Start();
        await using var gateway = await GatewayUnderTest.StartAsync(device);
        await using var ssh = OpenSshClient.Start(gateway.Technician("cat"));
        var sent = new byte[3_000_000];
        Random.Shared.NextBytes(sent);

        await gateway.LiveAsync();
        ssh.Type(sent);
        ssh.CloseInput();

        Assert.Equal(0, await ssh.Exited.Within("ssh ends"));
        Assert.True(sent.AsSpan().SequenceEqual(ssh.Received.ToArray()));
        Assert.True(sent.AsSpan().SequenceEqual(gateway.Recorder.Bytes(Track.Input)));
        Assert.True(sent.AsSpan().SequenceEqual(gateway.Recorder.Bytes(Track.Output)));
    }

    [PeerFact("ssh", "/usr/sbin/sshd", "unshare")]
    public async Task WrongCode_IsRefusedLikeAWrongPassword()
    {
        await using var device = await SshDevice.Start();
        await using var gateway = await GatewayUnderTest.StartAsync(device);
        await using var wrongCode = OpenSshClient.Start(gateway.Technician("true") with { Answers = [StubAdmin.Password, "000000"], PasswordPrompts = 1 });
        await using var wrongPassword = OpenSshClient.Start(gateway.Technician("true") with { Answers = ["no", StubAdmin.Code], PasswordPrompts = 1 });

        Assert.Equal(255, await wrongCode.Exited.Within("ssh ends"));
        Assert.Equal(255, await wrongPassword.Exited.Within("ssh ends"));

        Assert.Equal(wrongCode.Prompts, wrongPassword.Prompts);
        Assert.Contains("Permission denied", wrongCode.Errors.Text);
        Assert.Equal(0, device.Connections);
    }
}
