-- What wrk asks, from its arguments: METHOD PATH [BODY]; and one line of KEY=VALUE at the end.
function init(args)
	wrk.method = args[1]
	wrk.path = args[2]
	wrk.body = args[3]
	if args[3] then
		wrk.headers["content-type"] = "application/json"
	end
end

function done(summary, latency)
	local e = summary.errors
	local failed = e.connect + e.read + e.write + e.status + e.timeout
	local seconds = summary.duration / 1e6
	io.write(string.format("rate=%.0f p50=%.3f p99=%.3f failed=%d bytes=%d\n", summary.requests / seconds,
		latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, failed, summary.bytes / summary.requests))
end
