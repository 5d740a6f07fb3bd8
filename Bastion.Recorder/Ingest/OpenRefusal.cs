using Grpc.Core;

namespace Bastion.Recorder.Ingest;

/// <summary>Why no recording was opened: FAILED_PRECONDITION (the lease), RESOURCE_EXHAUSTED (the disk).</summary>
internal sealed record OpenRefusal(StatusCode Code, string Text);
