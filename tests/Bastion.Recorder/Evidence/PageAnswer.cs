namespace Bastion.Recorder.Tests.Evidence;

internal sealed record PageAnswer(string[] Flaws, string[] Unchecked, string[] Passed, int[] Frames);
