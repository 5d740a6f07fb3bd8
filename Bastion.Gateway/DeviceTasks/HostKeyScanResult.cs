using Bastion.Admin.Contracts;

namespace Bastion.Gateway.DeviceTasks;

/// <summary>Keys that the device showed; the error is empty when there is one at least.</summary>
internal sealed record HostKeyScanResult(IReadOnlyList<HostKeyPin> Keys, string Error);
