using Bastion.Admin.Contracts;
using Bastion.Hosting.Theme.Forms;

namespace Bastion.Gateway.Portal.Requests;

/// <summary>The form, what may be chosen in it, and what is wrong with it.</summary>
internal sealed record RequestModel(RequestForm Form, DeviceList Offer, FormErrors Errors)
{
    public OfferedDevice? Device => Offer.Devices.FirstOrDefault(x => x.Id == Form.DeviceId);
}
