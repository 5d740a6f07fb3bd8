namespace Bastion.Recorder.Playback.Desktop;

/// <param name="Activation">Frame of the Demand Active under which that picture was drawn.</param>
/// <param name="RemoteFx">Frame of the first RemoteFX update after it: a decoder needs its heads. Null when there is none.</param>
/// <param name="From">First frame of those that must be shown.</param>
internal readonly record struct SeekPlan(ulong Activation, ulong? RemoteFx, ulong From);
