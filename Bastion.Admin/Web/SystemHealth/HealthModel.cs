using Bastion.Recorder.Contracts;

namespace Bastion.Admin.Web.SystemHealth;

/// <param name="Recorder">Null: it does not answer.</param>
/// <param name="Waiting">Journal entries of this service that Recorder has not acknowledged.</param>
/// <param name="OldestWaiting">When the first of them was written.</param>
/// <param name="ClockDifference">Recorder's clock minus this service's.</param>
/// <param name="ClockSafe">False after a step, until somebody says that the time is right.</param>
internal sealed record HealthModel(RecorderStatus? Recorder, int Waiting, DateTimeOffset? OldestWaiting, TimeSpan? ClockDifference, bool ClockSafe, int Running, DateTimeOffset Now);
