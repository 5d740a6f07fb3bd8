using System.Globalization;
using Bastion.Admin.Contracts;
using Bastion.Gateway.Sessions;

namespace Bastion.Gateway.HttpsBroker;

internal sealed record EndedWebSession(SessionEnd End, Lease Terms, CultureInfo Culture);
