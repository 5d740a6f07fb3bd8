using Bastion.Admin.Contracts;

namespace Bastion.Gateway.Access;

/// <summary>Performs what Admin asks of a device without a technician; the seam between the lease stream and the module that dials.</summary>
internal interface IDeviceTaskRunner
{
    /// <summary>Returns at once; the report comes when the task is done, refused or out of time.</summary>
    void Start(SignedTask task, Action<TaskReport> report);
}
