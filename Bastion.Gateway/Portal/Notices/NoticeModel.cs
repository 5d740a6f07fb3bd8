using Bastion.Admin.Contracts;

namespace Bastion.Gateway.Portal.Notices;

/// <summary>The notice; Due: still to accept; Untick: sent without the tick, or an older text.</summary>
internal sealed record NoticeModel(Notice Notice, string Back, bool Due, bool Untick = false, Refusal? Refusal = null);
