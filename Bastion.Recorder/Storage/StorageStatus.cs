using Grpc.Core;

namespace Bastion.Recorder.Storage;

/// <summary>A storage failure as a caller is told of it.</summary>
internal static class StorageStatus
{
    public static RpcException Of(StorageException reason) =>
        new(new Status(StatusCode.Unavailable, $"Storage has failed: {reason.Message}."));
}
