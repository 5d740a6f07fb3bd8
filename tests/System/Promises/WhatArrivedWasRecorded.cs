using System.Text;
using Bastion.Testing;

namespace Bastion.SystemTests.Promises;

/// <summary>Byte for byte: what the technician received is a prefix of the recorded output, and equal to it when the session ends in order.</summary>
public sealed class WhatArrivedWasRecorded : SystemTest
{
    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task Output_OrderlyEnd_EqualsTheRecording()
    {
        var (id, _) = await Hospital.Approved();
        await using var client = await Shell();
        client.Type("printf 'caf\\303\\251 \\000\\377'; seq 1 20000; exit\n");
        await client.Exited.Within("the session to end");
        var recorded = await AssertEnded(id, Orderly);
        AssertSame(recorded.Output, client.Received.ToArray());
        Assert.Equal("printf 'caf\\303\\251 \\000\\377'; seq 1 20000; exit\n", Encoding.UTF8.GetString(recorded.Input));
    }

    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task Output_CutInAFlood_IsAPrefixOfTheRecording()
    {
        var (id, _) = await Hospital.Approved();
        await using var client = await Shell();
        client.Type("yes 0123456789abcdefghijklmnopqrstuvwxyz\n");
        await client.Received.WaitForLength(1_000_000);
        await (await Hospital.Staff("claire.aubanel")).Revoke(id);
        await client.Exited.Within("the session to end");
        var recorded = await AssertEnded(id, "StaffRevoked");
        var received = client.Received.ToArray();
        Assert.True(received.Length <= recorded.Output.Length, $"{received.Length} received, {recorded.Output.Length} recorded");
        AssertSame(recorded.Output[..received.Length], received);
    }

    private static void AssertSame(byte[] recorded, byte[] received)
    {
        var same = recorded.AsSpan().CommonPrefixLength(received);
        Assert.True(same == recorded.Length && same == received.Length, $"{recorded.Length} recorded, {received.Length} received, the same up to {same}");
    }
}
