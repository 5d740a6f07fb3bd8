using Grpc.Net.Client;

namespace Bastion.Gateway.Access;

/// <summary>The two ways out of Gateway besides the devices: to Admin and to Recorder.</summary>
internal sealed class PlaneChannels(GrpcChannel admin, GrpcChannel recorder) : IDisposable
{
    public GrpcChannel Admin { get; } = admin;

    public GrpcChannel Recorder { get; } = recorder;

    public void Dispose()
    {
        Admin.Dispose();
        Recorder.Dispose();
    }
}
