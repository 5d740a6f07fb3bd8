using Bastion.Admin.Contracts;

namespace Bastion.Gateway.Access;

/// <summary>What somebody who signed in wants to open. Device (name or id) or Intervention (id or number) may be empty, not both.</summary>
internal sealed record AccessRequest(string Token, string Device, string Intervention, string Protocol, Source Source)
{
    /// <summary>RFC 4253 blob of a key made for this session, that Admin certifies where the device wants a certificate; empty for none.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; init; }
}
