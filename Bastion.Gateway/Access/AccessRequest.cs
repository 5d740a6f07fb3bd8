using Bastion.Admin.Contracts;

namespace Bastion.Gateway.Access;

/// <summary>What somebody who signed in wants to open. Device (name or id) or Intervention (id or number) may be empty, not both.</summary>
internal sealed record AccessRequest(string Token, string Device, string Intervention, string Protocol, Source Source);
